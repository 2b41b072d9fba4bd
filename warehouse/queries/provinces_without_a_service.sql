-- Which provinces have no centre of a service, in the newest summary of each department?
-- Caution: a summary says where a service has a centre, not whom it reaches: Estrategia Rural and
-- the telephone line serve places without one. A service no table or matrix names is not listed.
select
    department,
    service,
    count(*) as provinces,
    string_agg(province, ', ' order by province) as provinces_without
from marts.consolidated_services
where
    is_newest_month
    and not is_total
    and coalesce(matrix_centres, detail_centres) = 0
group by department, service
order by department, provinces desc, service
