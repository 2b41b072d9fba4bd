-- Which services do the poorest districts lack in their province?
-- Caution: only departments with a summary are shown, and only services that some summary places.
-- Poorest first by INEI's national rank, whose differences between neighbours mean little.
select
    poverty_order,
    department,
    province,
    district,
    poverty_lower_95,
    poverty_upper_95,
    population,
    missing_in_province,
    services_missing_in_province
from marts.unserved_poverty
order by poverty_order, district_ubigeo
limit 25
