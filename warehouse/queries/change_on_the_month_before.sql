-- What changed most from the month before?
-- Caution: small numbers make large percentages, so both are shown. A month is compared only with
-- the month before it, so the first month of a department has no change.
select
    department,
    service,
    modality,
    measure,
    month_label,
    previous_month_value,
    value,
    change_on_month,
    change_on_month_percent,
    method
from marts.monthly_trends
order by
    month desc,
    abs(change_on_month) desc nulls last,
    department,
    service,
    measure,
    modality nulls first
