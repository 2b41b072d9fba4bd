with

reporting_units as (

    select * from {{ ref('reporting_units') }}

),

geography as (

    select * from {{ ref('dim_geography') }}

),

provinces as (

    select
        department_ubigeo,
        ubigeo as province_ubigeo
    from geography
    where level = 'province'

),

-- A unit named after its department reports on all of it, one named after a province on that
-- province, and any other on the provinces of its department that have no unit of their own.
final as (

    select
        reporting_units.reporting_unit_code,
        reporting_units.name_es as reporting_unit,
        provinces.department_ubigeo,
        provinces.province_ubigeo
    from reporting_units
    inner join provinces
        on reporting_units.department_ubigeo = provinces.department_ubigeo
    left outer join reporting_units as own_units
        on provinces.province_ubigeo = own_units.province_ubigeo
    where
        reporting_units.reporting_unit_code = provinces.department_ubigeo
        or reporting_units.province_ubigeo = provinces.province_ubigeo
        or (reporting_units.province_ubigeo is null and own_units.province_ubigeo is null)

)

select * from final
