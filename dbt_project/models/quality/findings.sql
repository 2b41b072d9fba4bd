with

all_reading_findings as (

    select * from {{ ref('int_findings') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

reconciliation as (

    select * from {{ ref('reconciliation') }}

),

revisions as (

    select * from {{ ref('revisions') }}

),

poverty_findings as (

    select * from {{ ref('stg_poverty_findings') }}

),

poverty_workbooks as (

    select * from {{ ref('stg_poverty_workbooks') }}

),

outline_findings as (

    select * from {{ ref('stg_boundary_findings') }}

),

-- Rows of services that may not be placed below a level: what stands in them is not repeated.
confidential_rows as (

    select distinct
        figures.document_id,
        {{ row_of('figures.location') }} as row_location
    from figures
    inner join services
        on figures.service_code = services.service_code
    where
        services.finest_place_level != 'district'
        and figures.block = 'coverage'

),

-- A province where a district belongs says nothing that is hidden.
reading_findings as (

    select
        all_reading_findings.document_id,
        all_reading_findings.file_name,
        all_reading_findings.severity,
        all_reading_findings.code,
        all_reading_findings.location,
        all_reading_findings.message,
        all_reading_findings.printed_text,
        confidential_rows.document_id is not null
        and all_reading_findings.code != 'place_level_mismatch' as is_hidden
    from all_reading_findings
    left outer join confidential_rows
        on
            all_reading_findings.document_id = confidential_rows.document_id
            and {{ row_of('all_reading_findings.location') }}
            = confidential_rows.row_location

),

shown_findings as (

    select
        document_id,
        file_name,
        severity,
        code,
        location,
        case
            when is_hidden
                then
                    'The place of a shelter is confidential, so that what stands here is not '
                    || 'repeated; look at the document at this place, and correct it.'
            else message
        end as message,
        case when not is_hidden then nullif(printed_text, '') end as printed_text
    from reading_findings

),

-- A workbook is no document: it is named by the hash of its bytes in the same way.
workbook_findings as (

    select
        poverty_workbooks.workbook_id as document_id,
        poverty_workbooks.file_name,
        poverty_findings.severity,
        poverty_findings.code,
        poverty_findings.location,
        poverty_findings.message,
        cast(null as varchar) as printed_text
    from poverty_findings
    inner join poverty_workbooks
        on poverty_findings.workbook_id = poverty_workbooks.workbook_id

),

boundary_findings as (

    select
        boundary_file_id as document_id,
        file_name,
        severity,
        code,
        cast(null as varchar) as location,
        message,
        cast(null as varchar) as printed_text
    from outline_findings

),

-- Comparisons with an outside source, such as the official poverty ranks, have no code: they
-- are reported in the reconciliation and contradict nothing in the document.
differences as (

    select
        *,
        case
            when kind in (
                'detail_vs_total',
                'subtotal_vs_rows',
                'span_vs_months',
                'matrix_rows_vs_total',
                'matrix_columns_vs_total',
                'matrix_grand_total'
            ) then 'total_mismatch'
            when kind = 'detail_vs_matrix' then 'matrix_mismatch'
            when kind = 'tables_vs_legend' then 'legend_mismatch'
            when kind in (
                'year_to_date_vs_earlier', 'year_to_date_vs_months', 'year_vs_months'
            ) then 'cumulative_mismatch'
        end as code
    from reconciliation
    where status = 'differs'

),

arithmetic_findings as (

    select
        document_id,
        file_name,
        'warning' as severity,
        code,
        coalesce(right_location, left_location) as location,
        concat_ws(
            ', ',
            coalesce(service, 'All services'),
            modality,
            place,
            case when block = 'usage' then measure_code end,
            case
                when block = 'usage'
                    then
                        strftime(period_start, '%Y-%m')
                        || ' to ' || strftime(period_end, '%Y-%m')
            end
        )
        || ': ' || left_what || ' ' || cast(left_value as varchar)
        || ', ' || right_what || ' ' || cast(right_value as varchar)
        || case
            when left_location is not null and right_location is not null
                then '; see also ' || left_location
            else ''
        end
        || '. '
        || case
            when code = 'total_mismatch'
                then 'Add up the parts, which are what is counted; ask the ministry which is right.'
            -- No table and no province: the edition's tables leave the service out.
            when code = 'matrix_mismatch' and left_location is null and printed_place is null
                then
                    'Nothing to do if this edition has no table of the service; look for one that '
                    || 'was not read.'
            when code = 'matrix_mismatch'
                then 'Count the rows of the tables; ask the ministry which is right.'
            when code = 'legend_mismatch'
                then
                    'Look at the map; summaries follow the tables. Ask the ministry which is '
                    || 'right.'
            when kind = 'year_to_date_vs_earlier'
                then
                    'A count since January cannot fall; ask the ministry which edition is right.'
            else 'Add up the months; ask the ministry which is right.'
        end as message,
        cast(null as varchar) as printed_text
    from differences
    where code is not null

),

-- Two documents in force that say different things of one period are worth a warning; a
-- revision replaces what it changes, and is only worth knowing.
restated_findings as (

    select
        document_id,
        file_name,
        'warning' as severity,
        'restated' as code,
        location,
        concat_ws(', ', service, modality, measure, period_label)
        || ': ' || printed_text || ' here, ' || earlier_printed_text || ' in '
        || earlier_file_name || ' (' || earlier_location
        || '). Each edition keeps what it printed; ask the ministry which is right.' as message,
        printed_text
    from revisions
    where change_kind = 'restated'

),

revision_findings as (

    select
        document_id,
        min(file_name) as file_name,
        'info' as severity,
        'restated' as code,
        cast(null as varchar) as location,
        'Figures that differ from the revision before (' || min(earlier_file_name) || '): '
        || count(*) || '. Look them up in quality.revisions.' as message,
        cast(null as varchar) as printed_text
    from revisions
    where change_kind != 'restated'
    group by document_id, earlier_document_id

),

all_findings as (

    select * from shown_findings
    union all
    select * from arithmetic_findings
    union all
    select * from restated_findings
    union all
    select * from revision_findings
    union all
    select * from workbook_findings
    union all
    select * from boundary_findings

),

final as (

    select distinct * from all_findings

)

select * from final
