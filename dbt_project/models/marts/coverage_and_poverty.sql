with

geography as (

    select * from {{ ref('dim_geography') }}

),

poverty as (

    select * from {{ ref('fct_poverty') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

service_access as (

    select * from {{ ref('fct_service_access') }}

),

districts as (

    select * from geography
    where level = 'district'

),

-- One edition for all: estimates and ranks of different maps cannot be compared.
current_estimates as (

    select *
    from poverty
    where record_kind = 'official_estimate' and is_current_edition

),

-- One list a reporting unit, the newest: a district that has left it has no printed rank.
newest_lists as (

    select document_id
    from documents
    where
        is_latest
        and document_id in (
            select poverty.document_id
            from poverty
            where poverty.record_kind = 'printed_rank'
        )
    qualify row_number() over (
        partition by reporting_unit_code order by as_of_month desc
    ) = 1

),

newest_printed_ranks as (

    select
        poverty.district_ubigeo,
        min(poverty.rank_department) as rank_department
    from poverty
    inner join newest_lists
        on poverty.document_id = newest_lists.document_id
    where poverty.district_ubigeo is not null
    group by 1

),

-- A map a service: a new service is a new key, not a new column.
access_by_district as (

    select
        district_ubigeo,
        max(as_of_month) as as_of_month,
        map_from_entries(
            list((service_code, has_centre_in_district) order by service_code)
        ) as has_centre_in_district,
        map_from_entries(
            list((service_code, has_centre_in_province) order by service_code)
        ) as has_centre_in_province,
        map_from_entries(
            list((service_code, has_centre_in_department) order by service_code)
        ) as has_centre_in_department,
        map_from_entries(list((service_code, distance_km) order by service_code))
            as distance_km,
        map_from_entries(list((service_code, distance_basis) order by service_code))
            as distance_basis
    from service_access
    group by 1

),

final as (

    select
        districts.ubigeo as district_ubigeo,
        districts.district,
        districts.province_ubigeo,
        districts.province,
        districts.department_ubigeo,
        districts.department,
        districts.latitude,
        districts.longitude,
        current_estimates.poverty_edition,
        current_estimates.poverty_lower_95,
        current_estimates.poverty_upper_95,
        current_estimates.poverty_midpoint_derived,
        current_estimates.lowest_band_code,
        current_estimates.highest_band_code,
        current_estimates.bands_touched,
        current_estimates.is_band_certain,
        current_estimates.rank_department,
        current_estimates.rank_national,
        newest_printed_ranks.rank_department as printed_rank,
        current_estimates.population,
        current_estimates.population_year,
        access_by_district.as_of_month,
        access_by_district.has_centre_in_district,
        access_by_district.has_centre_in_province,
        access_by_district.has_centre_in_department,
        access_by_district.distance_km,
        access_by_district.distance_basis
    from districts
    left join current_estimates
        on districts.ubigeo = current_estimates.district_ubigeo
    left join newest_printed_ranks
        on districts.ubigeo = newest_printed_ranks.district_ubigeo
    left join access_by_district
        on districts.ubigeo = access_by_district.district_ubigeo

)

select * from final
