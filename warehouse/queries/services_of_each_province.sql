-- Which services does each province have in its newest summary, and with how many centres?
-- Caution: counted from the consolidated matrix; where a service has no column there, from its own
-- table. The two can differ: see tables_and_matrix_disagree.
select
    department,
    as_of_month,
    province,
    count(*) as services,
    sum(coalesce(matrix_centres, detail_centres)) as centres,
    string_agg(
        service_code || ' ' || cast(coalesce(matrix_centres, detail_centres) as varchar),
        ', ' order by service_code
    ) as centres_by_service
from marts.consolidated_services
where
    is_newest_month
    and not is_total
    and coalesce(matrix_centres, detail_centres) > 0
group by department, as_of_month, province
order by department, as_of_month, province
