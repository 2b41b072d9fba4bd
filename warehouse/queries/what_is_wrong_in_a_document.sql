-- What is wrong or worth knowing in each document?
-- Caution: an error keeps the figure or document it names out of the facts, a warning does not,
-- and info is how something was understood.
select
    file_name,
    severity,
    code,
    location,
    message
from quality.findings
order by
    file_name,
    case severity when 'error' then 1 when 'warning' then 2 else 3 end,
    code,
    location
