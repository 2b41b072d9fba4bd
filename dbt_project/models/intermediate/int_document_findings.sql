with

documents as (

    select * from {{ ref('stg_documents') }}

),

inbox_files as (

    select * from {{ ref('stg_inbox_files') }}

),

refresh_context as (

    select * from {{ ref('stg_refresh_context') }}

),

department_mentions as (

    select * from {{ ref('int_department_mentions') }}

),

document_departments as (

    select * from {{ ref('int_document_departments') }}

),

document_periods as (

    select * from {{ ref('int_document_periods') }}

),

content_findings as (

    select * from {{ ref('int_content_findings') }}

),

several_departments as (

    select
        document_id,
        'error' as severity,
        'several_departments' as code,
        'title' as location,
        title_text as printed_text,
        'The document has titles of several departments (' || title_text
        || '); put each summary in a file of its own.' as message
    from document_departments
    where has_several_departments

),

unknown_departments as (

    select
        document_id,
        'error' as severity,
        'unknown_place' as code,
        'title' as location,
        coalesce(title_text, body_text, '') as printed_text,
        case
            when coalesce(title_text, body_text) is null
                then 'The document names no department; complete its title.'
            else
                'The document''s department cannot be told from "'
                || coalesce(title_text, body_text)
                || '"; correct the title or add its spelling to reporting_unit_spellings.csv.'
        end as message
    from document_departments
    where
        reporting_unit_code is null
        and not has_several_departments

),

misspelt_titles as (

    select distinct
        department_mentions.document_id,
        'warning' as severity,
        'department_conflict' as code,
        department_mentions.location,
        department_mentions.department_text as printed_text,
        'The title names "' || department_mentions.department_text || '", read as '
        || document_departments.reporting_unit || '; correct it if that is wrong.' as message
    from department_mentions
    inner join document_departments
        on department_mentions.document_id = document_departments.document_id
    where
        department_mentions.mention_kind = 'title'
        and department_mentions.place_match in ('similar', 'unresolved')
        and document_departments.reporting_unit_code is not null
        and not document_departments.has_several_departments

),

-- What OCR only made look like a department's name is no contradiction.
other_departments as (

    select
        department_mentions.document_id,
        'warning' as severity,
        'department_conflict' as code,
        min(department_mentions.location) as location,
        department_mentions.department_text as printed_text,
        'The title names ' || document_departments.reporting_unit || ', the text "'
        || department_mentions.department_text || '"; the title was followed. '
        || 'Check which department the figures belong to.' as message
    from department_mentions
    inner join document_departments
        on department_mentions.document_id = document_departments.document_id
    where
        department_mentions.mention_kind != 'title'
        and department_mentions.place_match in ('exact', 'normalised', 'alias')
        and department_mentions.nearest_department_ubigeo != document_departments.department_ubigeo
        and not document_departments.has_several_departments
    group by all

),

missing_periods as (

    select
        document_id,
        'error' as severity,
        'missing_period' as code,
        '' as location,
        '' as printed_text,
        'No table, title or map says which month the document is of; '
        || 'complete the heading of a period column.' as message
    from document_periods
    where as_of_month is null

),

future_periods as (

    select
        document_periods.document_id,
        'error' as severity,
        'future_period' as code,
        '' as location,
        document_periods.as_of_label as printed_text,
        'The document is of "' || document_periods.as_of_label || '", which had not begun on '
        || cast(refresh_context.refresh_date as varchar)
        || '; correct the year or month of its period columns.' as message
    from document_periods
    inner join refresh_context on document_periods.as_of_month > refresh_context.refresh_date

),

period_conflicts as (

    select
        document_id,
        'warning' as severity,
        'period_conflict' as code,
        'map' as location,
        map_label as printed_text,
        'The map is of "' || map_label || '", the tables of "' || as_of_label
        || '"; the tables were followed. Check that the map is the right one.' as message
    from document_periods
    where
        map_month != as_of_month
        and column_month is not null
    union all
    select
        document_id,
        'warning' as severity,
        'period_conflict' as code,
        'title' as location,
        title_label as printed_text,
        'The title is of "' || title_label || '", the tables of "' || as_of_label
        || '"; the tables were followed. Check which month the figures are of.' as message
    from document_periods
    where
        title_month != as_of_month
        and column_month is not null

),

-- The same bytes under a second name are read once.
files_of_documents as (

    select
        inbox_files.document_id,
        inbox_files.file_name,
        first_value(inbox_files.file_name) over file_order as kept_file_name
    from inbox_files
    inner join documents on inbox_files.document_id = documents.document_id
    window
        file_order as (
            partition by inbox_files.document_id
            order by inbox_files.file_name != documents.file_name, inbox_files.file_name
        )

),

duplicate_files as (

    select
        document_id,
        'info' as severity,
        'duplicate_file' as code,
        file_name as location,
        '' as printed_text,
        file_name || ' is the same file as ' || kept_file_name
        || ' and was counted once; one of them can go.' as message
    from files_of_documents
    where file_name != kept_file_name

),

all_findings as (

    select * from several_departments
    union all
    select * from unknown_departments
    union all
    select * from misspelt_titles
    union all
    select * from other_departments
    union all
    select * from missing_periods
    union all
    select * from future_periods
    union all
    select * from period_conflicts
    union all
    select * from content_findings
    union all
    select * from duplicate_files

),

final as (

    select
        all_findings.document_id,
        case
            when all_findings.code = 'duplicate_file' then all_findings.location
            else documents.file_name
        end as file_name,
        all_findings.severity,
        all_findings.code,
        case
            when all_findings.code = 'duplicate_file' then ''
            else all_findings.location
        end as location,
        all_findings.printed_text,
        all_findings.message
    from all_findings
    inner join documents on all_findings.document_id = documents.document_id

)

select * from final
