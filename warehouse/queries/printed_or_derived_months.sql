-- Which monthly figures are printed, and which derived from year-to-date figures?
-- Caution: a derived month is only as good as both figures it is taken from; a year-to-date figure
-- that falls derives nothing, so a month can be missing.
select
    department,
    service,
    measure,
    method,
    count(*) as months,
    min(month) as first_month,
    max(month) as last_month
from marts.monthly_trends
group by department, service, measure, method
order by department, service, measure, method
