-- Which provinces have no centre of a service, in the newest summary of each department?
-- Caution: a summary says where a service has a centre, not whom it reaches: Estrategia Rural and
-- the telephone line serve places without one. A service no table or matrix names is not listed.
with

newest as (

    select
        reporting_unit_code,
        max(as_of_month) as as_of_month
    from marts.consolidated_services
    group by reporting_unit_code
)

select
    services.department,
    services.service,
    count(*) as provinces,
    string_agg(services.province, ', ' order by services.province) as provinces_without
from marts.consolidated_services as services
inner join newest
    on
        services.reporting_unit_code = newest.reporting_unit_code
        and services.as_of_month = newest.as_of_month
where
    not services.is_total
    and coalesce(services.matrix_centres, services.detail_centres) = 0
group by services.department, services.service
order by services.department, provinces desc, services.service
