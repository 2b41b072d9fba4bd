-- One row per document that was read: where each of its figures ended.
with

raw_figures as (

    select
        figure_id,
        document_id
    from raw.service_figures
    union all
    select
        figure_id,
        document_id
    from raw.service_coverage
    union all
    select
        figure_id,
        document_id
    from raw.consolidated_cells
    union all
    select
        figure_id,
        document_id
    from raw.map_legend
    union all
    select
        figure_id,
        document_id
    from raw.poverty_ranking

),

fact_rows as (

    select
        figure_id,
        document_id,
        value_status not in ('blank', 'listed') as is_printed
    from dimensional.fct_reported_metrics
    union all
    select
        poverty_id as figure_id,
        document_id,
        true as is_printed
    from dimensional.fct_poverty
    where record_kind = 'printed_rank'

),

fact_figures as (

    select
        figure_id,
        any_value(document_id) as document_id,
        bool_or(is_printed) as is_printed,
        count(*) as times
    from fact_rows
    group by figure_id

),

withheld_figures as (

    select
        figure_id,
        document_id
    from intermediate.int_figures
    where is_withheld
    union
    select
        figure_id,
        document_id
    from intermediate.int_poverty_ranking
    where is_withheld

),

-- Totals of months that were recomputed say nothing that the months do not.
recomputed_totals as (

    select figure_id
    from intermediate.int_span_comparisons
    where reason is null

),

published as (

    select
        document_id,
        count(*) as figures
    from marts.published_figures
    group by document_id

),

documents_with_errors as (

    select distinct document_id from quality.findings
    where severity = 'error'

),

invented_figures as (

    select
        fact_figures.document_id,
        count(*) as figures
    from fact_figures
    left join raw_figures
        on fact_figures.figure_id = raw_figures.figure_id
    where raw_figures.figure_id is null
    group by fact_figures.document_id

),

counted as (

    select
        raw_figures.document_id,
        count(*) as raw_figures,
        count(fact_figures.figure_id) as in_facts,
        count(fact_figures.figure_id) filter (where fact_figures.is_printed) as printed_in_facts,
        count(withheld_figures.figure_id) as withheld,
        count(withheld_figures.figure_id) filter (where recomputed_totals.figure_id is null)
            as withheld_as_wrong,
        count(*) filter (
            where fact_figures.figure_id is null and withheld_figures.figure_id is null
        ) as lost,
        coalesce(sum(fact_figures.times - 1), 0)
        + count(*) filter (
            where fact_figures.figure_id is not null and withheld_figures.figure_id is not null
        ) as doubled
    from raw_figures
    left join fact_figures
        on raw_figures.figure_id = fact_figures.figure_id
    left join withheld_figures
        on raw_figures.figure_id = withheld_figures.figure_id
    left join recomputed_totals
        on withheld_figures.figure_id = recomputed_totals.figure_id
    group by raw_figures.document_id

)

select
    counted.document_id,
    documents.file_name,
    counted.raw_figures,
    counted.in_facts,
    counted.printed_in_facts,
    counted.withheld,
    counted.lost,
    cast(counted.doubled as bigint) as doubled,
    coalesce(invented_figures.figures, 0) as invented,
    case when documents_with_errors.document_id is null then counted.withheld_as_wrong else 0 end
        as withheld_without_reason,
    coalesce(published.figures, 0) as published,
    counted.printed_in_facts - coalesce(published.figures, 0) as unpublished
from counted
inner join raw.documents
    on counted.document_id = documents.document_id
left join invented_figures
    on counted.document_id = invented_figures.document_id
left join documents_with_errors
    on counted.document_id = documents_with_errors.document_id
left join published
    on counted.document_id = published.document_id
order by counted.document_id
