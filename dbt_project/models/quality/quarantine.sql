with

all_findings as (

    select * from {{ ref('int_findings') }}

),

files as (

    select * from {{ ref('stg_inbox_files') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

known_documents as (

    select * from {{ ref('stg_documents') }}

),

-- An error that names neither a figure nor a row refuses the whole document.
refusals as (

    select * from all_findings
    where severity = 'error' and figure_id is null and row_id is null

),

quarantined_files as (

    select
        files.document_id,
        files.file_name,
        known_documents.file_format,
        files.file_bytes,
        refusals.code,
        refusals.location,
        refusals.message,
        refusals.printed_text,
        documents.reporting_unit_code,
        documents.as_of_month
    from files
    inner join refusals
        on files.document_id = refusals.document_id
    left join known_documents
        on files.document_id = known_documents.document_id
    left join documents
        on files.document_id = documents.document_id

),

-- What the document would have replaced: the same unit and month where the document says
-- them, otherwise what the same file held before.
replacements as (

    select
        quarantined_files.document_id,
        quarantined_files.file_name,
        documents.document_id as published_document_id,
        documents.file_name as published_file_name,
        documents.reporting_unit_code as published_reporting_unit_code,
        documents.as_of_month as published_as_of_month,
        documents.revision_number as published_revision_number
    from quarantined_files
    inner join documents
        on
            documents.is_latest
            and (
                (
                    quarantined_files.reporting_unit_code = documents.reporting_unit_code
                    and quarantined_files.as_of_month = documents.as_of_month
                )
                or quarantined_files.file_name = documents.file_name
            )
    qualify row_number() over (
        partition by quarantined_files.document_id, quarantined_files.file_name
        order by
            documents.reporting_unit_code = quarantined_files.reporting_unit_code
            and documents.as_of_month = quarantined_files.as_of_month desc nulls last,
            documents.as_of_month desc,
            documents.document_id
    ) = 1

),

final as (

    select distinct
        quarantined_files.document_id,
        quarantined_files.file_name,
        quarantined_files.file_format,
        quarantined_files.file_bytes,
        quarantined_files.code,
        quarantined_files.location,
        quarantined_files.message,
        nullif(quarantined_files.printed_text, '') as printed_text,
        replacements.published_document_id,
        replacements.published_file_name,
        replacements.published_reporting_unit_code,
        replacements.published_as_of_month,
        replacements.published_revision_number
    from quarantined_files
    left join replacements
        on
            quarantined_files.document_id = replacements.document_id
            and quarantined_files.file_name = replacements.file_name

)

select * from final
