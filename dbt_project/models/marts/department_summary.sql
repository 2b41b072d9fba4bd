with

reported_metrics as (

    select * from {{ ref('fct_reported_metrics') }}

),

service_coverage as (

    select * from {{ ref('fct_service_coverage') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

measures as (

    select * from {{ ref('dim_measure') }}

),

geography as (

    select * from {{ ref('dim_geography') }}

),

latest_documents as (

    select * from documents
    where is_latest

),

-- The whole service, not one of its modalities, provinces or districts.
department_figures as (

    select
        document_id,
        figure_id,
        service_code,
        service_label,
        measure_code,
        measure_label,
        period_label,
        period_start,
        period_end,
        period_kind,
        value,
        printed_province is null and printed_district is null as is_of_department,
        coalesce(service_code, service_label, '') as service_key,
        coalesce(measure_code, measure_label, '') as measure_key
    from reported_metrics
    where
        block = 'usage'
        and value_status != 'blank'
        and modality_code is null
        and modality_label is null

),

-- Where only the places' figures are printed, and all of them are numbers, the department's is
-- their sum.
place_sums as (

    select
        document_id,
        min(figure_id) as figure_id,
        service_key,
        measure_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        min(measure_code) as measure_code,
        min(measure_label) as measure_label,
        period_label,
        period_start,
        period_end,
        period_kind,
        cast(case when count(value) = count(*) then sum(value) end as decimal(18, 0)) as value
    from department_figures
    group by all
    having not bool_or(is_of_department)

),

usage_figures as (

    select
        document_id,
        figure_id,
        service_key,
        measure_key,
        service_code,
        service_label,
        measure_code,
        measure_label,
        period_label,
        period_start,
        period_end,
        period_kind,
        value
    from department_figures
    where is_of_department

    union all

    select
        document_id,
        figure_id,
        service_key,
        measure_key,
        service_code,
        service_label,
        measure_code,
        measure_label,
        period_label,
        period_start,
        period_end,
        period_kind,
        value
    from place_sums

),

-- The summary prints a whole year beside the current one, month or year to date.
usage_summary as (

    select
        document_id,
        service_key,
        measure_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        min(measure_code) as measure_code,
        min(measure_label) as measure_label,
        max(year(period_start)) filter (where period_kind = 'year') as year,
        arg_max(value, (period_start, figure_id)) filter (where period_kind = 'year')
            as year_value,
        arg_max(
            struct_pack(
                label := period_label,
                starts := period_start,
                ends := period_end,
                kind := period_kind,
                value := value
            ),
            (period_end, period_kind, figure_id)
        ) filter (where period_kind in ('month', 'year_to_date')) as current_figure
    from usage_figures
    group by document_id, service_key, measure_key

),

usage_rows as (

    select
        document_id,
        service_code,
        service_label,
        measure_code,
        measure_label,
        cast(year as integer) as year,
        year_value,
        current_figure['label'] as current_label,
        current_figure['starts'] as current_start,
        current_figure['ends'] as current_end,
        current_figure['kind'] as current_kind,
        current_figure['value'] as current_value,
        'usage' as current_block,
        cast(null as integer) as provinces_with_centre
    from usage_summary

),

-- The tables say most about centres, then the matrix, then the legend.
centre_counts as (

    select
        document_id,
        coalesce(service_code, service_label) as service_key,
        'coverage' as block,
        1 as block_order,
        min(service_code) as service_code,
        min(service_label) as service_label,
        sum(centres) as centres,
        count(distinct province_ubigeo) filter (where centres > 0) as provinces_with_centre
    from service_coverage
    where not is_total
    group by document_id, service_key
    having count(centres) = count(*)

    union all

    select
        document_id,
        coalesce(service_code, service_label) as service_key,
        block,
        case block when 'matrix' then 2 else 3 end as block_order,
        min(service_code) as service_code,
        min(service_label) as service_label,
        coalesce(sum(value), 0) as centres,
        case
            when block = 'matrix'
                then count(distinct province_ubigeo) filter (where value > 0)
        end as provinces_with_centre
    from reported_metrics
    where block in ('matrix', 'map_legend') and not is_total
    group by document_id, service_key, block

),

best_centre_counts as (

    select *
    from centre_counts
    qualify row_number() over (
        partition by document_id, service_key order by block_order
    ) = 1

),

centre_rows as (

    select
        best_centre_counts.document_id,
        best_centre_counts.service_code,
        best_centre_counts.service_label,
        'centros' as measure_code,
        cast(null as varchar) as measure_label,
        cast(null as integer) as year,
        cast(null as decimal(18, 0)) as year_value,
        latest_documents.as_of_label as current_label,
        latest_documents.as_of_month as current_start,
        last_day(latest_documents.as_of_month) as current_end,
        'as_of' as current_kind,
        cast(best_centre_counts.centres as decimal(18, 0)) as current_value,
        best_centre_counts.block as current_block,
        cast(best_centre_counts.provinces_with_centre as integer) as provinces_with_centre
    from best_centre_counts
    inner join latest_documents
        on best_centre_counts.document_id = latest_documents.document_id

),

summary_rows as (

    select * from usage_rows

    union all

    select * from centre_rows

),

final as (

    select
        concat_ws(
            '|',
            summary_rows.document_id,
            coalesce(summary_rows.service_code, summary_rows.service_label, ''),
            coalesce(summary_rows.measure_code, summary_rows.measure_label, '')
        ) as department_summary_id,
        summary_rows.document_id,
        latest_documents.file_name,
        latest_documents.reporting_unit_code,
        latest_documents.reporting_unit,
        latest_documents.department_ubigeo,
        geography.department,
        latest_documents.as_of_month,
        latest_documents.is_newest_month,
        services.program_code,
        services.program,
        services.delivery,
        summary_rows.service_code,
        coalesce(services.service, summary_rows.service_label) as service,
        summary_rows.measure_code,
        coalesce(measures.measure, summary_rows.measure_label) as measure,
        measures.unit,
        measures.measure_kind,
        measures.is_additive_over_months,
        summary_rows.year,
        summary_rows.year_value,
        summary_rows.current_label,
        summary_rows.current_start,
        summary_rows.current_end,
        summary_rows.current_kind,
        summary_rows.current_value,
        summary_rows.current_block,
        summary_rows.provinces_with_centre
    from summary_rows
    inner join latest_documents
        on summary_rows.document_id = latest_documents.document_id
    left join geography
        on latest_documents.department_ubigeo = geography.ubigeo
    left join services
        on summary_rows.service_code = services.service_code
    left join measures
        on
            coalesce(summary_rows.service_code, '*') = measures.service_code
            and summary_rows.measure_code = measures.measure_code

)

select * from final
