with

figures as (

    select * from {{ ref('int_figures') }}

),

findings as (

    select * from {{ ref('int_findings') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

-- An error names a figure, or a whole row.
errors as (

    select
        figure_id,
        case when figure_id is null then row_id end as row_id,
        string_agg(distinct code, ', ' order by code) as codes
    from findings
    where severity = 'error'
    group by all

),

final as (

    select
        figures.figure_id,
        figures.document_id,
        documents.as_of_month,
        figures.block,
        figures.service_code,
        figures.service_label,
        figures.modality_code,
        figures.modality_label,
        figures.measure_code,
        figures.department_ubigeo,
        figures.province_ubigeo,
        figures.is_total,
        figures.total_of,
        figures.printed_text,
        figures.location,
        concat_ws(', ', row_errors.codes, figure_errors.codes) as withheld_because
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    left join errors as row_errors
        on figures.row_id = row_errors.row_id
    left join errors as figure_errors
        on figures.figure_id = figure_errors.figure_id
    where
        figures.is_withheld
        -- An empty cell below no period says nothing of any time, and is no error.
        and coalesce(row_errors.codes, figure_errors.codes) is not null

)

select * from final
