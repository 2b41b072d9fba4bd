-- Which files were not loaded, why, and what stays published instead?
-- Caution: the file itself is left where it is; put right or remove it, then refresh.
select
    file_name,
    code,
    message,
    published_file_name,
    published_as_of_month
from quality.quarantine
order by file_name, code, message
