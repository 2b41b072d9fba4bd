-- One row per fact and key: how many different values are in no dimension.
with

keys as (

    select
        'fct_reported_metrics' as fact,
        'document_id' as key,
        document_id as value
    from dimensional.fct_reported_metrics
    union
    select
        'fct_reported_metrics' as fact,
        'place_ubigeo' as key,
        place_ubigeo as value
    from dimensional.fct_reported_metrics
    union
    select
        'fct_reported_metrics' as fact,
        'service_code' as key,
        service_code as value
    from dimensional.fct_reported_metrics
    union
    select
        'fct_reported_metrics' as fact,
        'measure_code' as key,
        measure_code as value
    from dimensional.fct_reported_metrics
    union
    select
        'fct_service_coverage' as fact,
        'document_id' as key,
        document_id as value
    from dimensional.fct_service_coverage
    union
    select
        'fct_service_coverage' as fact,
        'place_ubigeo' as key,
        place_ubigeo as value
    from dimensional.fct_service_coverage
    union
    select
        'fct_service_coverage' as fact,
        'service_code' as key,
        service_code as value
    from dimensional.fct_service_coverage
    union
    select
        'fct_monthly_metrics' as fact,
        'document_id' as key,
        document_id as value
    from dimensional.fct_monthly_metrics
    union
    select
        'fct_monthly_metrics' as fact,
        'place_ubigeo' as key,
        place_ubigeo as value
    from dimensional.fct_monthly_metrics
    union
    select
        'fct_monthly_metrics' as fact,
        'service_code' as key,
        service_code as value
    from dimensional.fct_monthly_metrics
    union
    select
        'fct_monthly_metrics' as fact,
        'measure_code' as key,
        measure_code as value
    from dimensional.fct_monthly_metrics
    union
    select
        'fct_monthly_metrics' as fact,
        'month' as key,
        cast(month as varchar) as value
    from dimensional.fct_monthly_metrics
    union
    select
        'fct_poverty' as fact,
        'place_ubigeo' as key,
        place_ubigeo as value
    from dimensional.fct_poverty

),

expected as (

    select
        col0 as fact,
        col1 as key
    from (
        values
        ('fct_reported_metrics', 'document_id'),
        ('fct_reported_metrics', 'place_ubigeo'),
        ('fct_reported_metrics', 'service_code'),
        ('fct_reported_metrics', 'measure_code'),
        ('fct_service_coverage', 'document_id'),
        ('fct_service_coverage', 'place_ubigeo'),
        ('fct_service_coverage', 'service_code'),
        ('fct_monthly_metrics', 'document_id'),
        ('fct_monthly_metrics', 'place_ubigeo'),
        ('fct_monthly_metrics', 'service_code'),
        ('fct_monthly_metrics', 'measure_code'),
        ('fct_monthly_metrics', 'month'),
        ('fct_poverty', 'place_ubigeo')
    )

),

dimensions as (

    select
        'document_id' as key,
        document_id as value
    from dimensional.dim_document
    union
    select
        'place_ubigeo' as key,
        ubigeo as value
    from dimensional.dim_geography
    union
    select
        'service_code' as key,
        service_code as value
    from dimensional.dim_program
    union
    select
        'measure_code' as key,
        measure_code as value
    from dimensional.dim_measure
    union
    select
        'month' as key,
        cast(month as varchar) as value
    from dimensional.dim_month

),

unresolved as (

    select
        keys.fact,
        keys.key,
        count(*) as unknown_values,
        min(keys.value) as example
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
