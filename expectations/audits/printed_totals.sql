-- One row per printed total or subtotal that can be compared with its rows.
select
    document_id,
    file_name,
    service,
    place,
    cast(left_value as bigint) as left_value,
    cast(right_value as bigint) as right_value,
    left_location,
    right_location,
    cast(abs(difference) as bigint) as difference
from quality.reconciliation
where
    status != 'not_comparable' and kind in (
        'detail_vs_total', 'subtotal_vs_rows', 'matrix_rows_vs_total', 'matrix_columns_vs_total',
        'matrix_grand_total'
    )
order by file_name, kind, left_location, right_location
