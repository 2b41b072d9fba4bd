-- What could not be compared, and why?
-- Caution: these are the checks that did not take place; their silence is no agreement.
select
    file_name,
    kind,
    service,
    reason,
    left_what,
    left_value,
    right_what,
    right_value
from quality.reconciliation
where
    status = 'not_comparable'
    and is_latest
order by file_name, kind, service, reason, reconciliation_id
