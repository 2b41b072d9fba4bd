-- Where do a service's own table and the consolidated matrix count centres differently?
-- Caution: a service that only the matrix names counts 0 in the tables.
select
    file_name,
    service,
    place,
    left_what as what_is_compared,
    left_value as tables_say,
    right_value as matrix_says,
    left_location as in_the_tables,
    right_location as in_the_matrix
from quality.reconciliation
where
    kind = 'detail_vs_matrix'
    and status = 'differs'
    and is_latest
order by file_name, service, place
