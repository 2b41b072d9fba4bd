-- One row per block with printed totals: how many of them the reconciliation looks at. Documents
-- with faults of their own are left out: a total whose parts are kept out cannot be compared.
with

printed as (

    select
        block,
        document_id,
        location
    from dimensional.fct_reported_metrics
    where
        is_total
        and block in ('coverage', 'matrix')
        and value is not null
        and document_id not in (
            select findings.document_id from quality.findings
            where findings.severity = 'error' and findings.document_id is not null
        )

),

compared as (

    select distinct
        document_id,
        right_location as location
    from quality.reconciliation

)

select
    printed.block,
    count(*) as printed_totals,
    count(compared.location) as compared,
    count(compared.location) / count(*) as share_compared
from printed
left join compared
    on printed.document_id = compared.document_id and printed.location = compared.location
group by printed.block
order by printed.block
