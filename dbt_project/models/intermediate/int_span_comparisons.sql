-- A total of months that do not begin in January (`Feb - Abr 2023`, or `Total` after these
-- months) is no kind of period that can be compared between documents. It is recomputed from
-- the months its own table prints, and stays out of the facts.

with

documents as (

    select * from {{ ref('int_documents') }}

),

resolved_figures as (

    select * from {{ ref('int_resolved_figures') }}

),

measures as (

    select * from {{ ref('measures') }}

),

table_figures as (

    select
        resolved_figures.*,
        {{ table_of('resolved_figures.location') }} as table_location,
        coalesce(resolved_figures.service_code, resolved_figures.service_label, '')
            as service_key,
        coalesce(resolved_figures.modality_code, resolved_figures.modality_label, '')
            as modality_key,
        coalesce(resolved_figures.measure_code, resolved_figures.measure_label, '')
            as measure_key,
        coalesce(resolved_figures.province_ubigeo, resolved_figures.printed_province, '')
            as province_key,
        coalesce(resolved_figures.district_ubigeo, resolved_figures.printed_district, '')
            as district_key,
        {{ countable_value('resolved_figures.value', 'resolved_figures.value_status') }}
            as countable
    from resolved_figures
    inner join documents
        on resolved_figures.document_id = documents.document_id
    where documents.is_loaded and resolved_figures.block = 'usage'

),

spans as (

    select
        *,
        date_diff('month', period_start, period_end) + 1 as months_of_span
    from table_figures
    where
        period_kind is null
        and period_start is not null
        and value_status != 'blank'

),

months as (

    select * from table_figures
    where period_kind = 'month'

),

-- The months of a total stand in its row; where periods are rows, in those of the same place.
months_of_spans as (

    select
        spans.figure_id,
        months.period_start,
        months.countable,
        months.location
    from spans
    inner join months
        on
            spans.document_id = months.document_id
            and spans.table_location = months.table_location
            and spans.service_key = months.service_key
            and spans.modality_key = months.modality_key
            and spans.measure_key = months.measure_key
            and spans.province_key = months.province_key
            and spans.district_key = months.district_key
            and months.period_start between spans.period_start and spans.period_end
    qualify
        spans.row_id = months.row_id
        or not bool_or(spans.row_id = months.row_id) over (partition by spans.figure_id)

),

sums as (

    select
        figure_id,
        count(*) as printed_months,
        count(distinct period_start) as distinct_months,
        count(*) - count(countable) as unknown_months,
        sum(countable) as months_value,
        min(location) as months_location
    from months_of_spans
    group by figure_id

),

final as (

    select
        spans.figure_id,
        spans.document_id,
        'span_vs_months' as kind,
        spans.block,
        spans.service_code,
        spans.service_label,
        spans.modality_code,
        spans.modality_label,
        spans.measure_code,
        coalesce(spans.province_ubigeo, spans.department_ubigeo) as place_ubigeo,
        spans.printed_province as printed_place,
        spans.period_start,
        spans.period_end,
        'sum of the months' as left_what,
        sums.months_value as left_value,
        sums.months_location as left_location,
        spans.document_id as left_document_id,
        'printed total of months' as right_what,
        spans.value as right_value,
        spans.location as right_location,
        spans.document_id as right_document_id,
        'equal' as rule,
        case
            when spans.value is null then 'the total is not a number'
            when coalesce(sums.distinct_months, 0) < spans.months_of_span
                then 'not all of its months are printed beside it'
            when sums.printed_months > sums.distinct_months
                then 'a month is printed more than once'
            when sums.unknown_months > 0 then 'a month is no number'
            when measures.additive_over_months != 'yes'
                then 'who is served in two months may be one person'
        end as reason
    from spans
    left join sums
        on spans.figure_id = sums.figure_id
    left join measures
        on
            spans.service_code = measures.service_code
            and spans.measure_code = measures.measure_code

)

select * from final
