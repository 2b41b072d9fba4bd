{{ config(materialized='view') }}

with

documents as (

    select * from {{ ref('int_documents') }}

),

resolved_figures as (

    select * from {{ ref('int_resolved_figures') }}

),

findings as (

    select * from {{ ref('int_findings') }}

),

refused_rows as (

    select distinct row_id
    from findings
    where
        severity = 'error'
        and figure_id is null
        and row_id is not null

),

refused_figures as (

    select distinct figure_id
    from findings
    where
        severity = 'error'
        and figure_id is not null

),

final as (

    select
        resolved_figures.figure_id,
        resolved_figures.row_id,
        resolved_figures.document_id,
        resolved_figures.block,
        resolved_figures.location,
        resolved_figures.department_ubigeo,
        resolved_figures.province_ubigeo,
        resolved_figures.district_ubigeo,
        resolved_figures.printed_province,
        resolved_figures.printed_district,
        resolved_figures.place_name,
        resolved_figures.place_match,
        resolved_figures.place_score,
        resolved_figures.service_code,
        resolved_figures.service_label,
        resolved_figures.modality_code,
        resolved_figures.modality_label,
        resolved_figures.measure_code,
        resolved_figures.measure_label,
        resolved_figures.period_label,
        resolved_figures.period_start,
        resolved_figures.period_end,
        resolved_figures.period_kind,
        resolved_figures.is_total,
        resolved_figures.total_of,
        resolved_figures.value,
        resolved_figures.value_status,
        resolved_figures.printed_text,
        -- An empty cell below no period says nothing of any time, and is no error.
        not documents.is_loaded
        or refused_rows.row_id is not null
        or refused_figures.figure_id is not null
        or resolved_figures.period_kind is null as is_withheld
    from resolved_figures
    inner join documents on resolved_figures.document_id = documents.document_id
    left join refused_rows on resolved_figures.row_id = refused_rows.row_id
    left join refused_figures on resolved_figures.figure_id = refused_figures.figure_id

)

select * from final
