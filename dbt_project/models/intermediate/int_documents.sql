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

doubtful as (

    select distinct document_id
    from reading_findings
    where
        severity = 'warning'
        and code = 'incomplete_document'

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
        refused.document_id is null as is_loaded,
        doubtful.document_id is not null as may_be_cut_off
    from documents
    inner join document_departments on documents.document_id = document_departments.document_id
    inner join document_periods on documents.document_id = document_periods.document_id
    left join refused on documents.document_id = refused.document_id
    left join doubtful on documents.document_id = doubtful.document_id
    where documents.outcome = 'read'

),

revisions as (

    select
        *,
        row_number() over (
            partition by reporting_unit_code, as_of_month
            order by first_seen_run, file_name, document_id
        ) as revision_number,
        row_number() over (
            partition by reporting_unit_code, as_of_month
            order by
                is_loaded desc,
                may_be_cut_off asc,
                first_seen_run desc,
                file_name desc,
                document_id desc
        ) = 1 as is_first_choice
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
        is_loaded and is_first_choice as is_latest,
        is_loaded
    from revisions

)

select * from final
