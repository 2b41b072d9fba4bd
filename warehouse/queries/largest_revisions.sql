-- Which published figures changed most when a document came again, or in a later document?
-- Caution: changed, added and removed are two versions of one month's summary; restated is a later
-- month's summary that prints an earlier period with another value.
select
    change_kind,
    file_name,
    earlier_file_name,
    block,
    service,
    measure,
    place,
    period_label,
    earlier_value,
    value,
    difference,
    location,
    earlier_location
from quality.revisions
order by abs(difference) desc nulls last, file_name, location
limit 50
