with

geography as (

    select * from {{ ref('dim_geography') }}

),

poverty as (

    select * from {{ ref('fct_poverty') }}

),

service_access as (

    select * from {{ ref('fct_service_access') }}

),

-- One edition for all: estimates and ranks of different maps cannot be compared.
current_estimates as (

    select *
    from poverty
    where record_kind = 'official_estimate' and is_current_edition

),

-- Only what is known to be missing: where a document says nothing, nothing is claimed.
missing_services as (

    select
        district_ubigeo,
        max(as_of_month) as as_of_month,
        string_agg(service_code, ', ' order by service_code)
        filter (where not has_centre_in_province) as services_missing_in_province,
        string_agg(service_code, ', ' order by service_code)
        filter (where not has_centre_in_department) as services_missing_in_department,
        count(*) filter (where not has_centre_in_province) as missing_in_province,
        count(*) filter (where not has_centre_in_department) as missing_in_department,
        count(*) as services_compared
    from service_access
    where as_of_month is not null
    group by 1

),

final as (

    select
        cast(
            row_number() over (
                order by
                    current_estimates.rank_national asc nulls last,
                    current_estimates.poverty_lower_95 desc nulls last,
                    geography.ubigeo asc
            ) as integer
        ) as poverty_order,
        geography.ubigeo as district_ubigeo,
        geography.district,
        geography.province_ubigeo,
        geography.province,
        geography.department_ubigeo,
        geography.department,
        current_estimates.poverty_edition,
        current_estimates.poverty_lower_95,
        current_estimates.poverty_upper_95,
        current_estimates.bands_touched,
        current_estimates.is_band_certain,
        current_estimates.rank_national,
        current_estimates.population,
        current_estimates.population_year,
        missing_services.as_of_month,
        cast(missing_services.services_compared as integer) as services_compared,
        cast(missing_services.missing_in_province as integer) as missing_in_province,
        missing_services.services_missing_in_province,
        cast(missing_services.missing_in_department as integer) as missing_in_department,
        missing_services.services_missing_in_department
    from missing_services
    inner join geography
        on missing_services.district_ubigeo = geography.ubigeo
    left join current_estimates
        on missing_services.district_ubigeo = current_estimates.district_ubigeo
    where missing_services.missing_in_province > 0

)

select * from final
