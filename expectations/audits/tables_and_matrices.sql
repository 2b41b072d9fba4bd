-- One row per province and service that a table and a matrix both count.
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
where status != 'not_comparable' and kind in ('detail_vs_matrix')
order by file_name, kind, left_location, right_location
