-- How many centres does each service have, in the newest summary of each department?
-- Caution: one count can be printed in the service's own table, in the consolidated matrix and in
-- the map's legend: never add these columns. Null: not printed there. A row a reporting unit:
-- a department, or a part of Lima.
select
    department,
    reporting_unit_code,
    as_of_month,
    service_code,
    service,
    detail_centres as in_tables,
    matrix_centres as in_matrix,
    legend_centres as in_legend
from marts.consolidated_services
where
    is_newest_month
    and total_of = 'provinces'
    and service is not null
order by department, reporting_unit_code, as_of_month, service_code, service
