with

service_coverage as (

    select * from {{ ref('fct_service_coverage') }}

),

reported_metrics as (

    select * from {{ ref('fct_reported_metrics') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

geography as (

    select * from {{ ref('dim_geography') }}

),

reporting_units as (

    select * from {{ ref('dim_reporting_unit') }}

),

newest_documents as (

    select *
    from documents
    where is_latest
    qualify row_number() over (
        partition by reporting_unit_code order by as_of_month desc
    ) = 1

),

-- Tables and matrices count the same centres: the larger count is what is known to be there,
-- not their sum.
counts_by_block as (

    select
        service_coverage.service_code,
        service_coverage.province_ubigeo,
        'coverage' as block,
        sum(service_coverage.centres) as centres
    from service_coverage
    inner join newest_documents
        on service_coverage.document_id = newest_documents.document_id
    where not service_coverage.is_total and service_coverage.centres > 0
    group by 1, 2

    union all

    select
        reported_metrics.service_code,
        reported_metrics.province_ubigeo,
        reported_metrics.block,
        sum(reported_metrics.value) as centres
    from reported_metrics
    inner join newest_documents
        on reported_metrics.document_id = newest_documents.document_id
    where
        reported_metrics.block = 'matrix'
        and not reported_metrics.is_total
        and reported_metrics.value > 0
    group by 1, 2, 3

),

province_centres as (

    select
        service_code,
        province_ubigeo,
        max(centres) as centres
    from counts_by_block
    where service_code is not null and province_ubigeo is not null
    group by 1, 2

),

legend_centres as (

    select distinct
        reported_metrics.service_code,
        reported_metrics.department_ubigeo
    from reported_metrics
    inner join newest_documents
        on reported_metrics.document_id = newest_documents.document_id
    where
        reported_metrics.block = 'map_legend'
        and reported_metrics.value > 0
        and reported_metrics.service_code is not null

),

located_departments as (

    select distinct
        service_code,
        left(province_ubigeo, 2) as department_ubigeo
    from province_centres

),

-- The legend counts for the whole department: it is asked only where nothing says more.
unlocated_departments as (

    select legend_centres.*
    from legend_centres
    left outer join located_departments
        on
            legend_centres.service_code = located_departments.service_code
            and legend_centres.department_ubigeo = located_departments.department_ubigeo
    where located_departments.service_code is null

),

department_centres as (

    select * from located_departments

    union all

    select * from unlocated_departments

),

district_centres as (

    select
        service_coverage.service_code,
        service_coverage.district_ubigeo,
        service_coverage.province_ubigeo,
        sum(service_coverage.centres) as centres
    from service_coverage
    inner join newest_documents
        on service_coverage.document_id = newest_documents.document_id
    where
        not service_coverage.is_total
        and service_coverage.centres > 0
        and service_coverage.service_code is not null
        and service_coverage.district_ubigeo is not null
    group by 1, 2, 3

),

placed_in_province as (

    select
        service_code,
        province_ubigeo,
        sum(centres) as centres
    from district_centres
    group by 1, 2

),

-- Provinces with a centre whose district no document names.
unplaced_in_province as (

    select
        province_centres.service_code,
        province_centres.province_ubigeo,
        left(province_centres.province_ubigeo, 2) as department_ubigeo
    from province_centres
    left outer join placed_in_province
        on
            province_centres.service_code = placed_in_province.service_code
            and province_centres.province_ubigeo = placed_in_province.province_ubigeo
    where province_centres.centres > coalesce(placed_in_province.centres, 0)

),

unplaced_in_department as (

    select distinct
        service_code,
        department_ubigeo
    from unplaced_in_province

    union all

    select * from unlocated_departments

),

-- A service no document places anywhere (a telephone line) is out of nobody's reach.
placed_services as (

    select distinct
        services.service_code,
        services.finest_place_level
    from services
    inner join department_centres
        on services.service_code = department_centres.service_code

),

documented_provinces as (

    select
        reporting_units.province_ubigeo,
        max(newest_documents.as_of_month) as as_of_month
    from reporting_units
    inner join newest_documents
        on reporting_units.reporting_unit_code = newest_documents.reporting_unit_code
    group by 1

),

district_services as (

    select
        geography.ubigeo as district_ubigeo,
        geography.province_ubigeo,
        geography.department_ubigeo,
        geography.latitude,
        geography.longitude,
        documented_provinces.as_of_month,
        placed_services.service_code,
        placed_services.finest_place_level
    from geography
    cross join placed_services
    left outer join documented_provinces
        on geography.province_ubigeo = documented_provinces.province_ubigeo
    where geography.level = 'district'

),

centre_districts as (

    select
        district_centres.service_code,
        geography.ubigeo as district_ubigeo,
        geography.latitude,
        geography.longitude
    from district_centres
    inner join geography
        on district_centres.district_ubigeo = geography.ubigeo
    where geography.latitude is not null and geography.longitude is not null

),

distances as (

    select
        district_services.district_ubigeo,
        district_services.service_code,
        centre_districts.district_ubigeo as nearest_district_ubigeo,
        {{ great_circle_km(
            'district_services.latitude', 'district_services.longitude',
            'centre_districts.latitude', 'centre_districts.longitude'
        ) }} as distance_km
    from district_services
    inner join centre_districts
        on district_services.service_code = centre_districts.service_code
    where
        district_services.as_of_month is not null
        and district_services.latitude is not null
        and district_services.longitude is not null

),

nearest as (

    select
        district_ubigeo,
        service_code,
        min(distance_km) as distance_km,
        arg_min(nearest_district_ubigeo, (distance_km, nearest_district_ubigeo))
            as nearest_district_ubigeo
    from distances
    group by 1, 2

),

final as (

    select
        district_services.district_ubigeo || '|' || district_services.service_code
            as service_access_id,
        district_services.district_ubigeo,
        district_services.province_ubigeo,
        district_services.department_ubigeo,
        district_services.service_code,
        district_services.as_of_month,
        case
            when district_services.as_of_month is null then null
            when district_services.finest_place_level != 'district' then null
            when district_centres.district_ubigeo is not null then true
            when unplaced_in_province.province_ubigeo is not null then null
            when unlocated_departments.department_ubigeo is not null then null
            else false
        end as has_centre_in_district,
        case
            when district_services.as_of_month is null then null
            when province_centres.province_ubigeo is not null then true
            when unlocated_departments.department_ubigeo is not null then null
            else false
        end as has_centre_in_province,
        case
            when district_services.as_of_month is not null
                then department_centres.department_ubigeo is not null
        end as has_centre_in_department,
        round(nearest.distance_km, 1) as distance_km,
        nearest.nearest_district_ubigeo,
        case
            when nearest.distance_km is not null
                then unplaced_in_department.department_ubigeo is not null
        end as is_distance_upper_bound,
        case
            when district_services.as_of_month is null then 'no_document'
            when district_services.finest_place_level != 'district' then 'confidential'
            when district_services.latitude is null then 'no_coordinates'
            when nearest.distance_km is not null then 'district_capitals'
            else 'only_province_known'
        end as distance_basis
    from district_services
    left outer join district_centres
        on
            district_services.service_code = district_centres.service_code
            and district_services.district_ubigeo = district_centres.district_ubigeo
    left outer join province_centres
        on
            district_services.service_code = province_centres.service_code
            and district_services.province_ubigeo = province_centres.province_ubigeo
    left outer join unplaced_in_province
        on
            district_services.service_code = unplaced_in_province.service_code
            and district_services.province_ubigeo = unplaced_in_province.province_ubigeo
    left outer join department_centres
        on
            district_services.service_code = department_centres.service_code
            and district_services.department_ubigeo = department_centres.department_ubigeo
    left outer join unplaced_in_department
        on
            district_services.service_code = unplaced_in_department.service_code
            and district_services.department_ubigeo = unplaced_in_department.department_ubigeo
    left outer join unlocated_departments
        on
            district_services.service_code = unlocated_departments.service_code
            and district_services.department_ubigeo = unlocated_departments.department_ubigeo
    left outer join nearest
        on
            district_services.service_code = nearest.service_code
            and district_services.district_ubigeo = nearest.district_ubigeo

)

select * from final
