-- How many cases did a service attend in a month, department by department?
-- Caution: a case is no person. The value is the ministry's own figure for that month where
-- method is printed; where it is derived, it is one year-to-date figure less the one before.
-- Another service or measure: change the two codes (dimensional.dim_measure lists them).
select
    month,
    department,
    place,
    modality,
    value as cases,
    method,
    document_id
from marts.monthly_trends
where
    service_code = 'CEM'
    and measure_code = 'casos_atendidos'
order by month, department, place, modality nulls first
