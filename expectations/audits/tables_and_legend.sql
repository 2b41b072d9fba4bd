-- One row per entry of a map legend that the tables count too.
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
where status != 'not_comparable' and kind in ('tables_vs_legend')
order by file_name, kind, left_location, right_location
