-- One row per total that a mart recomputes: the total, and the sum of its parts.
with

consolidated as (

    select
        *,
        coalesce(service_code, service) as service_key
    from marts.consolidated_services

),

cells as (

    select * from consolidated
    where service_key is not null and province_ubigeo is not null

),

matrix_totals as (

    select
        totals.consolidated_service_id as total,
        totals.document_id,
        totals.matrix_sum as total_value,
        sum(cells.matrix_sum) as parts_value
    from consolidated as totals
    left join cells
        on
            totals.document_id = cells.document_id
            and totals.delivery = cells.delivery
            and (totals.service_key is null or totals.service_key = cells.service_key)
            and (
                totals.province_ubigeo is null
                or totals.province_ubigeo = cells.province_ubigeo
            )
    where
        totals.matrix_sum is not null
        and (totals.service_key is null or totals.province_ubigeo is null)
    group by totals.consolidated_service_id, totals.document_id, totals.matrix_sum

),

summary_parts as (

    select
        document_id,
        coalesce(service_code, service_label, '') as service_key,
        'coverage' as current_block,
        sum(centres) as parts_value
    from dimensional.fct_service_coverage
    where not is_total
    group by document_id, coalesce(service_code, service_label, '')

    union all

    select
        document_id,
        coalesce(service_code, service_label, '') as service_key,
        block as current_block,
        coalesce(sum(value), 0) as parts_value
    from dimensional.fct_reported_metrics
    where block in ('matrix', 'map_legend') and not is_total
    group by document_id, coalesce(service_code, service_label, ''), block

),

summary_totals as (

    select
        department_summary.department_summary_id as total,
        department_summary.document_id,
        department_summary.current_value as total_value,
        summary_parts.parts_value
    from marts.department_summary
    left join summary_parts
        on
            department_summary.document_id = summary_parts.document_id
            and coalesce(department_summary.service_code, department_summary.service, '')
            = summary_parts.service_key
            and department_summary.current_block = summary_parts.current_block
    where
        department_summary.measure_code = 'centros' and department_summary.current_block != 'usage'

)

select
    'consolidated_services' as mart,
    document_id,
    total,
    cast(coalesce(total_value, 0) as bigint) as total_value,
    cast(coalesce(parts_value, 0) as bigint) as parts_value,
    cast(abs(coalesce(total_value, 0) - coalesce(parts_value, 0)) as bigint) as difference
from matrix_totals

union all

select
    'department_summary' as mart,
    document_id,
    total,
    cast(coalesce(total_value, 0) as bigint) as total_value,
    cast(coalesce(parts_value, 0) as bigint) as parts_value,
    cast(abs(coalesce(total_value, 0) - coalesce(parts_value, 0)) as bigint) as difference
from summary_totals
order by all
