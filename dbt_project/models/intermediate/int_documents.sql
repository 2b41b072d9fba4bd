with

documents as (

    select * from {{ ref('stg_documents') }}

),

document_departments as (

    select * from {{ ref('int_document_departments') }}

),

document_periods as (

    select * from {{ ref('int_document_periods') }}

),

document_findings as (

    select * from {{ ref('int_document_findings') }}

),

reading_findings as (

    select * from {{ ref('stg_reading_findings') }}

),

refused as (

    select document_id
    from document_findings
    where severity = 'error'
    union
    select document_id
    from reading_findings
    where
        severity = 'error'
        and figure_id is null
        and row_id is null

),

described as (

    select
        documents.document_id,
        documents.file_name,
        documents.sha256,
        documents.file_format,
        documents.title,
        document_departments.reporting_unit_code,
        document_departments.department_ubigeo,
        document_departments.only_province_ubigeo,
        document_periods.as_of_month,
        document_periods.as_of_label,
        document_periods.geography_date,
        documents.first_seen_run,
        refused.document_id is null as is_loaded
    from documents
    inner join document_departments on documents.document_id = document_departments.document_id
    inner join document_periods on documents.document_id = document_periods.document_id
    left join refused on documents.document_id = refused.document_id
    where documents.outcome = 'read'

),

revisions as (

    select
        *,
        row_number() over (
            partition by reporting_unit_code, as_of_month
            order by first_seen_run, file_name, document_id
        ) as revision_number
    from described

),

final as (

    select
        document_id,
        file_name,
        sha256,
        file_format,
        title,
        reporting_unit_code,
        department_ubigeo,
        only_province_ubigeo,
        as_of_month,
        as_of_label,
        geography_date,
        first_seen_run,
        cast(revision_number as integer) as revision_number,
        is_loaded
        and revision_number = max(revision_number) filter (where is_loaded)
            over (partition by reporting_unit_code, as_of_month) as is_latest,
        is_loaded
    from revisions

)

select * from final
