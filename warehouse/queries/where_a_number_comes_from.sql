-- Where in which document was a number printed, and what exactly?
-- Caution: the same count is often printed more than once (table, matrix, legend): one row each.
-- Another figure: change the conditions. location counts tables, rows and cells from 1.
select
    service,
    measure,
    period_label,
    value,
    printed_text,
    block,
    file_name,
    location
from marts.published_figures
where
    service_code = 'CEM'
    and value is not null
    and district_ubigeo is null
    and province_ubigeo is null
    and is_latest
order by file_name, block, measure, period_start, modality nulls first, location
