-- One row per fact and key: how many different values are in no dimension.
with

keys as (

    select 'fct_reported_metrics' as fact, 'document_id' as key, document_id as value
    from dimensional.fct_reported_metrics
    union
    select 'fct_reported_metrics', 'place_ubigeo', place_ubigeo
    from dimensional.fct_reported_metrics
    union
    select 'fct_reported_metrics', 'service_code', service_code
    from dimensional.fct_reported_metrics
    union
    select 'fct_reported_metrics', 'measure_code', measure_code
    from dimensional.fct_reported_metrics
    union
    select 'fct_service_coverage', 'document_id', document_id
    from dimensional.fct_service_coverage
    union
    select 'fct_service_coverage', 'place_ubigeo', place_ubigeo
    from dimensional.fct_service_coverage
    union
    select 'fct_service_coverage', 'service_code', service_code
    from dimensional.fct_service_coverage
    union
    select 'fct_monthly_metrics', 'document_id', document_id
    from dimensional.fct_monthly_metrics
    union
    select 'fct_monthly_metrics', 'place_ubigeo', place_ubigeo
    from dimensional.fct_monthly_metrics
    union
    select 'fct_monthly_metrics', 'service_code', service_code
    from dimensional.fct_monthly_metrics
    union
    select 'fct_monthly_metrics', 'measure_code', measure_code
    from dimensional.fct_monthly_metrics
    union
    select 'fct_monthly_metrics', 'month', cast(month as varchar)
    from dimensional.fct_monthly_metrics
    union
    select 'fct_poverty', 'place_ubigeo', place_ubigeo
    from dimensional.fct_poverty

),

expected as (

    select unnest([
        {'fact': 'fct_reported_metrics', 'key': 'document_id'},
        {'fact': 'fct_reported_metrics', 'key': 'place_ubigeo'},
        {'fact': 'fct_reported_metrics', 'key': 'service_code'},
        {'fact': 'fct_reported_metrics', 'key': 'measure_code'},
        {'fact': 'fct_service_coverage', 'key': 'document_id'},
        {'fact': 'fct_service_coverage', 'key': 'place_ubigeo'},
        {'fact': 'fct_service_coverage', 'key': 'service_code'},
        {'fact': 'fct_monthly_metrics', 'key': 'document_id'},
        {'fact': 'fct_monthly_metrics', 'key': 'place_ubigeo'},
        {'fact': 'fct_monthly_metrics', 'key': 'service_code'},
        {'fact': 'fct_monthly_metrics', 'key': 'measure_code'},
        {'fact': 'fct_monthly_metrics', 'key': 'month'},
        {'fact': 'fct_poverty', 'key': 'place_ubigeo'}
    ], recursive := true)

),

dimensions as (

    select 'document_id' as key, document_id as value from dimensional.dim_document
    union
    select 'place_ubigeo', ubigeo from dimensional.dim_geography
    union
    select 'service_code', service_code from dimensional.dim_program
    union
    select 'measure_code', measure_code from dimensional.dim_measure
    union
    select 'month', cast(month as varchar) from dimensional.dim_month

),

unresolved as (

    select keys.fact, keys.key, count(*) as unknown_values, min(keys.value) as example
    from keys
    left join dimensions
        on keys.key = dimensions.key and keys.value = dimensions.value
    where
        dimensions.value is null
        and (keys.value is not null or keys.key not in ('service_code', 'measure_code'))
    group by keys.fact, keys.key

)

select
    expected.fact,
    expected.key,
    coalesce(unresolved.unknown_values, 0) as unresolved,
    unresolved.example
from expected
left join unresolved
    on expected.fact = unresolved.fact and expected.key = unresolved.key
order by expected.fact, expected.key
