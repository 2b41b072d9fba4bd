with

documents as (

    select * from {{ ref('int_documents') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

poverty_ranking as (

    select * from {{ ref('int_poverty_ranking') }}

),

reporting_units as (

    select * from {{ ref('reporting_units') }}

),

all_figures as (

    select
        document_id,
        block,
        value_status,
        is_withheld
    from figures

    union all

    select
        document_id,
        'poverty_ranking' as block,
        'number' as value_status,
        is_withheld
    from poverty_ranking

),

figure_counts as (

    select
        document_id,
        cast(count(*) as integer) as figures,
        cast(count(*) filter (where is_withheld) as integer) as withheld_figures,
        cast(count(*) filter (where block = 'usage') as integer) as usage_figures,
        cast(count(*) filter (where block = 'coverage') as integer) as coverage_figures,
        cast(count(*) filter (where block = 'matrix') as integer) as matrix_figures,
        cast(count(*) filter (where block = 'map_legend') as integer) as map_legend_figures,
        cast(count(*) filter (where block = 'poverty_ranking') as integer)
            as poverty_ranking_figures
    from all_figures
    where value_status not in ('blank', 'listed')
    group by 1

),

final as (

    select
        documents.document_id,
        documents.file_name,
        documents.file_format,
        documents.title,
        documents.reporting_unit_code,
        reporting_units.name_es as reporting_unit,
        documents.department_ubigeo,
        documents.as_of_month,
        documents.as_of_label,
        documents.revision_number,
        documents.is_latest,
        documents.is_latest
        and documents.as_of_month = max(documents.as_of_month) filter (where documents.is_latest)
            over (partition by documents.reporting_unit_code) as is_newest_month,
        documents.sha256,
        documents.first_seen_run,
        coalesce(figure_counts.figures, 0) as figures,
        coalesce(figure_counts.withheld_figures, 0) as withheld_figures,
        coalesce(figure_counts.usage_figures, 0) as usage_figures,
        coalesce(figure_counts.coverage_figures, 0) as coverage_figures,
        coalesce(figure_counts.matrix_figures, 0) as matrix_figures,
        coalesce(figure_counts.map_legend_figures, 0) as map_legend_figures,
        coalesce(figure_counts.poverty_ranking_figures, 0) as poverty_ranking_figures
    from documents
    left join figure_counts
        on documents.document_id = figure_counts.document_id
    left join reporting_units
        on documents.reporting_unit_code = reporting_units.reporting_unit_code
    where documents.is_loaded

)

select * from final
