-- Which measures must not be added up over months, and which count at a moment only?
-- Caution: one person served in two months may be one person; centres are a stock. The year that
-- the ministry prints for such measures is its own count, not a sum.
select
    service_code,
    measure_code,
    measure,
    unit,
    measure_kind,
    printed_as
from dimensional.dim_measure
where
    not is_additive_over_months
    and measure_code != 'centros'
order by service_code, measure_code
