with

geography as (

    select * from {{ ref('geography') }}

),

poverty as (

    select * from {{ ref('poverty_2018') }}

),

-- A ubigeo is hierarchical: a district's first four digits are its province, its first two
-- its department. The population is known by district; above it is the sum of the districts.
populations as (

    select
        ubigeo,
        population_2020
    from poverty

    union all

    select
        left(ubigeo, 4) as ubigeo,
        cast(sum(population_2020) as integer) as population_2020
    from poverty
    group by 1

    union all

    select
        left(ubigeo, 2) as ubigeo,
        cast(sum(population_2020) as integer) as population_2020
    from poverty
    group by 1

),

final as (

    select
        geography.ubigeo,
        geography.level,
        coalesce(geography.district, geography.province, geography.department) as name,
        left(geography.ubigeo, 2) as department_ubigeo,
        geography.department,
        case when geography.level != 'department' then left(geography.ubigeo, 4) end
            as province_ubigeo,
        geography.province,
        case when geography.level = 'district' then geography.ubigeo end as district_ubigeo,
        geography.district,
        case geography.level
            when 'district' then left(geography.ubigeo, 4)
            when 'province' then left(geography.ubigeo, 2)
        end as parent_ubigeo,
        geography.capital,
        cast(geography.latitude as double) as latitude,
        cast(geography.longitude as double) as longitude,
        populations.population_2020,
        geography.reniec as reniec_code,
        -- Some creation dates are known by their year only.
        case
            when regexp_matches(geography.created, '^\d{4}$')
                then cast(geography.created || '-01-01' as date)
            else cast(geography.created as date)
        end as valid_from,
        cast(null as date) as valid_to,
        geography.created_by
    from geography
    left join populations
        on geography.ubigeo = populations.ubigeo

)

select * from final
