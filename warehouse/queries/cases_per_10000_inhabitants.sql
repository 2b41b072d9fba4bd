-- How many cases per 10 000 inhabitants does each department have in a month?
-- Caution: the population is a projection for 2020, whatever the month. A case is no person, and
-- where a service has more centres more cases are attended: this is demand met, not prevalence.
with

inhabitants as (

    select
        units.reporting_unit_code,
        units.reporting_unit,
        sum(geography.population_2020) as population_2020
    from dimensional.dim_reporting_unit as units
    inner join dimensional.dim_geography as geography
        on units.province_ubigeo = geography.ubigeo
    group by units.reporting_unit_code, units.reporting_unit
)

select
    trends.month,
    inhabitants.reporting_unit,
    trends.value as cases,
    inhabitants.population_2020,
    round(trends.value * 10000.0 / inhabitants.population_2020, 2) as cases_per_10000
from marts.monthly_trends as trends
inner join inhabitants
    on trends.reporting_unit_code = inhabitants.reporting_unit_code
where
    trends.service_code = 'CEM'
    and trends.measure_code = 'casos_atendidos'
    and trends.modality_code is null
    and trends.place_ubigeo = trends.department_ubigeo
order by trends.month, cases_per_10000 desc, inhabitants.reporting_unit
