-- Which districts does the summary list as the poorest, and what does INEI say of them?
-- Caution: the document prints ranks only. INEI publishes intervals: districts whose intervals
-- overlap cannot be told apart, however they are ranked.
select
    department,
    printed_rank,
    province,
    district,
    rank_department,
    rank_national,
    poverty_lower_95,
    poverty_upper_95,
    population
from marts.coverage_and_poverty
where printed_rank is not null
order by department, printed_rank, district_ubigeo
