-- One row per comparison of what the documents print that can be made: by how much it fails.
select
    document_id,
    file_name,
    kind,
    service,
    place,
    cast(left_value as bigint) as left_value,
    cast(right_value as bigint) as right_value,
    left_location,
    right_location,
    cast(case when status = 'differs' then abs(difference) else 0 end as bigint) as difference
from quality.reconciliation
where status != 'not_comparable'
order by file_name, kind, left_location, right_location
