with

measures as (

    select * from {{ ref('measures') }}

),

services as (

    select * from {{ ref('services') }}

),

-- A measure of every service ('*') is a row a service, and keeps its '*' row for the figures
-- that stand for no service in particular, such as the total of all services.
measures_by_service as (

    select
        services.service_code,
        measures.measure_code,
        measures.name_es,
        measures.unit,
        measures.kind,
        measures.additive_over_months,
        measures.printed_as
    from measures
    cross join services
    where measures.service_code = '*'

    union all

    select
        service_code,
        measure_code,
        name_es,
        unit,
        kind,
        additive_over_months,
        printed_as
    from measures

),

final as (

    select
        service_code,
        measure_code,
        name_es as measure,
        unit,
        kind as measure_kind,
        additive_over_months = 'yes' as is_additive_over_months,
        printed_as
    from measures_by_service

)

select * from final
