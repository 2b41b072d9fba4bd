with

reading_findings as (

    select * from {{ ref('int_findings') }}

),

reconciliation as (

    select * from {{ ref('reconciliation') }}

),

revisions as (

    select * from {{ ref('revisions') }}

),

-- Comparisons with an outside source, such as the official poverty ranks, have no code: they
-- are reported in the reconciliation and contradict nothing in the document.
finding_codes as (

    select *
    from (
        values
        ('detail_vs_total', 'total_mismatch'),
        ('subtotal_vs_rows', 'total_mismatch'),
        ('matrix_rows_vs_total', 'total_mismatch'),
        ('matrix_columns_vs_total', 'total_mismatch'),
        ('matrix_grand_total', 'total_mismatch'),
        ('detail_vs_matrix', 'matrix_mismatch'),
        ('tables_vs_legend', 'legend_mismatch'),
        ('year_to_date_vs_earlier', 'cumulative_mismatch'),
        ('year_to_date_vs_months', 'cumulative_mismatch'),
        ('year_vs_months', 'cumulative_mismatch')
    ) as codes (kind, code)

),

arithmetic_findings as (

    select
        reconciliation.document_id,
        reconciliation.file_name,
        'warning' as severity,
        finding_codes.code,
        coalesce(reconciliation.right_location, reconciliation.left_location) as location,
        concat_ws(
            ', ',
            coalesce(reconciliation.service, 'All services'),
            reconciliation.modality,
            reconciliation.place,
            case when reconciliation.block = 'usage' then reconciliation.measure_code end,
            case when reconciliation.block = 'usage'
                then
                    strftime(reconciliation.period_start, '%Y-%m')
                    || ' to ' || strftime(reconciliation.period_end, '%Y-%m')
            end
        )
        || ': ' || reconciliation.left_what || ' ' || cast(reconciliation.left_value as varchar)
        || ', ' || reconciliation.right_what || ' ' || cast(reconciliation.right_value as varchar)
        || coalesce('; see also ' || reconciliation.left_location, '')
        || '.' as message
    from reconciliation
    inner join finding_codes
        on reconciliation.kind = finding_codes.kind
    where reconciliation.status = 'differs'

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
        || earlier_file_name || ' (' || earlier_location || ').' as message
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
        || count(*) || '. See quality.revisions.' as message
    from revisions
    where change_kind != 'restated'
    group by document_id, earlier_document_id

),

all_findings as (

    select document_id, file_name, severity, code, location, message
    from reading_findings

    union all

    select document_id, file_name, severity, code, location, message
    from arithmetic_findings

    union all

    select document_id, file_name, severity, code, location, message
    from restated_findings

    union all

    select document_id, file_name, severity, code, location, message
    from revision_findings

),

final as (

    select distinct
        document_id,
        file_name,
        severity,
        code,
        location,
        message
    from all_findings

)

select * from final
