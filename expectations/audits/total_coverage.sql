-- One row per mart with totals: in how many of the documents that should, it shows one. What a
-- document's own faults keep out can take a total with it, and never holds up the others.
with

latest as (

    select document_id from dimensional.dim_document
    where
        is_latest
        and document_id not in (
            select findings.document_id from quality.findings
            where findings.severity = 'error' and findings.document_id is not null
        )

),

expected as (

    select distinct
        'consolidated_services' as mart,
        document_id
    from dimensional.fct_reported_metrics
    where block = 'matrix' and is_total and value is not null

    union all

    select distinct
        'department_summary' as mart,
        document_id
    from dimensional.fct_service_coverage
    where centres is not null

),

shown as (

    select distinct
        'consolidated_services' as mart,
        document_id
    from marts.consolidated_services
    where is_total and matrix_sum is not null

    union all

    select distinct
        'department_summary' as mart,
        document_id
    from marts.department_summary
    where measure_code = 'centros' and current_value is not null

)

select
    expected.mart,
    count(*) as documents_with_parts,
    count(shown.document_id) as documents_with_total,
    count(shown.document_id) / count(*) as share_with_total,
    min(expected.document_id) filter (where shown.document_id is null) as example_without
from expected
inner join latest
    on expected.document_id = latest.document_id
left join shown
    on expected.mart = shown.mart and expected.document_id = shown.document_id
group by expected.mart
order by expected.mart
