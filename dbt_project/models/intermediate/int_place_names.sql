with

geography as (

    select * from {{ ref('geography') }}

),

place_aliases as (

    select * from {{ ref('place_aliases') }}

),

places as (

    select
        ubigeo,
        level,
        capital,
        left(ubigeo, 2) as department_ubigeo,
        case when level != 'department' then left(ubigeo, 4) end as province_ubigeo,
        coalesce(district, province, department) as name_es,
        province as province_name,
        -- The law's year stands for its first day; what is older than the map was always there.
        cast(case
            when created is null then '1900-01-01'
            when length(created) = 4 then created || '-01-01'
            else created
        end as date) as valid_from
    from geography

),

official_names as (

    select
        ubigeo,
        name_es as spelling,
        1 as name_rank
    from places

),

other_spellings as (

    select
        ubigeo,
        spelling,
        2 as name_rank
    from place_aliases

),

-- The first district of a province holds its capital and is called its Cercado.
capital_districts as (

    select
        ubigeo,
        unnest([
            'Cercado',
            'Cercado de ' || province_name,
            province_name || ' Cercado',
            'Cercado de ' || name_es,
            name_es || ' Cercado'
        ]) as spelling,
        3 as name_rank
    from places
    where
        level = 'district'
        and right(ubigeo, 2) = '01'

),

-- Authors name a district by its capital: Pucallpa is in the district of Callería.
capital_names as (

    select
        ubigeo,
        capital as spelling,
        4 as name_rank
    from places
    where
        level = 'district'
        and capital is not null

),

-- A district with its province before it, as in a list whose dash is lost.
full_names as (

    select
        ubigeo,
        province_name || ' ' || name_es as spelling,
        5 as name_rank
    from places
    where level = 'district'

),

spellings as (

    select * from official_names
    union all
    select * from other_spellings
    union all
    select * from capital_districts
    union all
    select * from capital_names
    union all
    select * from full_names

),

keyed as (

    select
        places.ubigeo,
        places.level,
        places.department_ubigeo,
        places.province_ubigeo,
        places.name_es,
        places.valid_from,
        spellings.spelling,
        spellings.name_rank,
        {{ normalise_name('spellings.spelling') }} as name_key
    from spellings
    inner join places on spellings.ubigeo = places.ubigeo

),

-- A name of its own counts before another place's nickname in the same parent.
final as (

    select
        ubigeo,
        level,
        department_ubigeo,
        province_ubigeo,
        name_es,
        valid_from,
        spelling,
        name_key,
        name_rank = 1 as is_official
    from keyed
    qualify
        row_number() over (partition by ubigeo, name_key order by name_rank, spelling) = 1
        and name_rank = min(name_rank) over (
            partition by
                level,
                case level when 'district' then province_ubigeo else department_ubigeo end,
                name_key
        )

)

select * from final
