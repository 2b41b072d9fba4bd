-- One row per comparison of what the documents print that can be made: by how much it fails, and
-- where. Of those that hold, which are nearly all, only that they do: their places would fill the
-- memory of whoever looks at the rows.
with comparisons as (

    select
        *,
        status = 'differs' as is_failing
    from quality.reconciliation
    where status != 'not_comparable'

)

select
    kind,
    cast(if(is_failing, abs(difference), 0) as bigint) as difference,
    if(is_failing, file_name, null) as file_name,
    if(is_failing, service, null) as service,
    if(is_failing, place, null) as place,
    cast(if(is_failing, left_value, null) as bigint) as left_value,
    cast(if(is_failing, right_value, null) as bigint) as right_value,
    if(is_failing, right_location, null) as right_location
from comparisons
order by is_failing desc, file_name, kind, left_location, right_location
