with

figures as (

    select * from {{ ref('int_figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

coverage_counts as (

    select * from {{ ref('int_coverage_counts') }}

),

legend_entries as (

    select
        figures.*,
        coalesce(figures.service_code, figures.service_label, '') as service_key,
        coalesce(figures.modality_code, figures.modality_label, '') as modality_key
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    where documents.is_loaded and figures.block = 'map_legend'

),

matrix_figures as (

    select
        figure_id,
        document_id,
        is_total,
        coalesce(service_code, service_label, '') as service_key,
        coalesce(modality_code, modality_label, '') as modality_key,
        {{ countable_value('value', 'value_status') }} as centres,
        location
    from figures
    where block = 'matrix' and (not is_total or total_of = 'department')

),

entry_details as (

    select
        legend_entries.figure_id,
        sum(coverage_counts.centres) as centres,
        sum(coverage_counts.unknown_rows) as unknown_rows,
        min(coverage_counts.location) as location
    from legend_entries
    inner join coverage_counts
        on
            legend_entries.document_id = coverage_counts.document_id
            and legend_entries.service_key = coverage_counts.service_key
            and legend_entries.modality_key in ('', coverage_counts.modality_key)
    group by 1

),

detail_services as (

    select
        document_id,
        service_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        min(period_start) as period_start,
        max(period_end) as period_end,
        bool_or(modality_code is null) as has_rows_without_modality,
        sum(centres) as centres,
        min(location) as location
    from coverage_counts
    group by 1, 2

),

-- Only asked where the tables leave the service out.
entry_matrix_columns as (

    select
        legend_entries.figure_id,
        sum(matrix_figures.centres) as centres,
        count(*) - count(matrix_figures.centres) as unknown_rows,
        arg_min(matrix_figures.location, matrix_figures.figure_id) as location
    from legend_entries
    inner join matrix_figures
        on
            legend_entries.document_id = matrix_figures.document_id
            and legend_entries.service_key = matrix_figures.service_key
            and legend_entries.modality_key in ('', matrix_figures.modality_key)
            and not matrix_figures.is_total
    group by 1

),

-- Where such a column's sum is printed: its total cell, unless that says something else.
entry_matrix_totals as (

    select
        entry_matrix_columns.figure_id,
        arg_min(matrix_figures.location, matrix_figures.figure_id) as location
    from entry_matrix_columns
    inner join legend_entries
        on entry_matrix_columns.figure_id = legend_entries.figure_id
    inner join matrix_figures
        on
            legend_entries.document_id = matrix_figures.document_id
            and legend_entries.service_key = matrix_figures.service_key
            and legend_entries.modality_key in ('', matrix_figures.modality_key)
            and entry_matrix_columns.centres = matrix_figures.centres
            and matrix_figures.is_total
    group by 1

),

entry_comparisons as (

    select
        legend_entries.document_id,
        'tables_vs_legend' as kind,
        legend_entries.block,
        legend_entries.service_code,
        legend_entries.service_label,
        legend_entries.modality_code,
        legend_entries.modality_label,
        legend_entries.measure_code,
        legend_entries.department_ubigeo as place_ubigeo,
        cast(null as varchar) as printed_place,
        legend_entries.period_start,
        legend_entries.period_end,
        case
            when detail_services.document_id is null and entry_matrix_columns.figure_id is not null
                then 'matrix'
            else 'detail tables'
        end as left_what,
        case
            when detail_services.document_id is not null
                then coalesce(entry_details.centres, 0)
            else entry_matrix_columns.centres
        end as left_value,
        coalesce(
            entry_details.location, entry_matrix_totals.location, entry_matrix_columns.location
        ) as left_location,
        legend_entries.document_id as left_document_id,
        'map legend' as right_what,
        legend_entries.value as right_value,
        legend_entries.location as right_location,
        legend_entries.document_id as right_document_id,
        'equal' as rule,
        case
            when legend_entries.service_code is null then 'the service is unknown'
            when legend_entries.value is null then 'the legend prints no number'
            when detail_services.document_id is null and entry_matrix_columns.figure_id is null
                then 'no table or matrix names the service'
            when
                coalesce(entry_details.unknown_rows, entry_matrix_columns.unknown_rows, 0) > 0
                then 'a row of the tables is no number'
            when legend_entries.modality_key != '' and detail_services.has_rows_without_modality
                then 'the tables do not tell modalities apart'
        end as reason
    from legend_entries
    left join entry_details
        on legend_entries.figure_id = entry_details.figure_id
    left join entry_matrix_columns
        on legend_entries.figure_id = entry_matrix_columns.figure_id
    left join entry_matrix_totals
        on legend_entries.figure_id = entry_matrix_totals.figure_id
    left join detail_services
        on
            legend_entries.document_id = detail_services.document_id
            and legend_entries.service_key = detail_services.service_key

),

documents_with_legend as (

    select distinct document_id
    from legend_entries

),

-- A legend names a choice of services: one it leaves out contradicts nothing.
services_without_entry as (

    select
        detail_services.document_id,
        'tables_vs_legend' as kind,
        'coverage' as block,
        detail_services.service_code,
        detail_services.service_label,
        cast(null as varchar) as modality_code,
        cast(null as varchar) as modality_label,
        'centros' as measure_code,
        documents.department_ubigeo as place_ubigeo,
        cast(null as varchar) as printed_place,
        detail_services.period_start,
        detail_services.period_end,
        'detail tables' as left_what,
        detail_services.centres as left_value,
        detail_services.location as left_location,
        detail_services.document_id as left_document_id,
        'map legend' as right_what,
        cast(null as decimal(18, 0)) as right_value,
        cast(null as varchar) as right_location,
        detail_services.document_id as right_document_id,
        'equal' as rule,
        'the legend has no entry for the service' as reason
    from detail_services
    inner join documents
        on detail_services.document_id = documents.document_id
    inner join documents_with_legend
        on detail_services.document_id = documents_with_legend.document_id
    left join legend_entries
        on
            detail_services.document_id = legend_entries.document_id
            and detail_services.service_key = legend_entries.service_key
    where legend_entries.document_id is null

),

final as (

    select * from entry_comparisons

    union all

    select * from services_without_entry

)

select * from final
