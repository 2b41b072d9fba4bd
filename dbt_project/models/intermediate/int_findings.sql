with

documents as (

    select * from {{ ref('stg_documents') }}

),

reading_findings as (

    select * from {{ ref('stg_reading_findings') }}

),

document_findings as (

    select * from {{ ref('int_document_findings') }}

),

place_findings as (

    select * from {{ ref('part_place_findings') }}

),

figure_findings as (

    select * from {{ ref('part_figure_findings') }}

),

-- What such a file lacks of a summary, nobody is to add.
other_files as (

    select distinct document_id
    from reading_findings
    where code = 'not_a_summary'

),

content_findings as (

    select * from reading_findings
    union all
    select * from place_findings
    union all
    select * from figure_findings

),

final as (

    select
        content_findings.document_id,
        documents.file_name,
        content_findings.severity,
        content_findings.code,
        content_findings.location,
        left(content_findings.printed_text, 300) as printed_text,
        left(content_findings.message, 1000) as message,
        content_findings.figure_id,
        content_findings.row_id
    from content_findings
    inner join documents on content_findings.document_id = documents.document_id
    union all
    select
        document_id,
        file_name,
        severity,
        code,
        location,
        printed_text,
        message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from document_findings
    where
        document_id not in (select other_files.document_id from other_files)
        or code = 'duplicate_file'

)

select * from final
