-- One row per fact and measure: its lowest figure, and where that is printed.
with

figures as (

    select
        'fct_reported_metrics' as fact,
        coalesce(measure_code, measure_label, block) as measure_code,
        document_id,
        location,
        value
    from dimensional.fct_reported_metrics

    union all

    select
        'fct_monthly_metrics' as fact,
        measure_code,
        document_id,
        figure_id as location,
        value
    from dimensional.fct_monthly_metrics

    union all

    select
        'fct_service_coverage' as fact,
        'centros' as measure_code,
        document_id,
        location,
        centres as value
    from dimensional.fct_service_coverage

    union all

    select
        'fct_poverty' as fact,
        record_kind as measure_code,
        document_id,
        coalesce(location, place_ubigeo) as location,
        least(rank_department, poverty_lower_95, poverty_upper_95) as value
    from dimensional.fct_poverty

)

select
    fact,
    measure_code,
    count(*) as figures,
    cast(min(value) as double) as lowest,
    arg_min(document_id, value) as document_id,
    arg_min(location, value) as location
from figures
where value is not null
group by fact, measure_code
order by fact, measure_code
