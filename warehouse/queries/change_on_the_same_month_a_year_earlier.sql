-- What changed most from the same month a year earlier?
-- Caution: a summary prints the whole year before, not its months. The month a year earlier is
-- known only where that year's summaries are loaded too; until then the change is empty.
select
    department,
    service,
    modality,
    measure,
    month_label,
    year_ago_value,
    value,
    change_on_year,
    change_on_year_percent
from marts.monthly_trends
order by
    month desc,
    abs(change_on_year) desc nulls last,
    department,
    service,
    measure,
    modality nulls first
