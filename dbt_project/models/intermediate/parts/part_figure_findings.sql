with

resolved_figures as (

    select * from {{ ref('int_resolved_figures') }}

),

duplicate_rows as (

    select * from {{ ref('int_duplicate_rows') }}

),

duplicate_figures as (

    select * from {{ ref('int_duplicate_figures') }}

),

span_comparisons as (

    select * from {{ ref('int_span_comparisons') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

reading_findings as (

    select * from {{ ref('stg_reading_findings') }}

),

dated as (

    select document_id
    from documents
    where as_of_month is not null

),

ragged_rows as (

    select distinct row_id
    from reading_findings
    where
        severity = 'error'
        and row_id is not null

),

unreadable_values as (

    select
        document_id,
        'error' as severity,
        value_fault as code,
        location,
        printed_text,
        case value_fault
            when 'negative_value'
                then 'A count cannot be negative: "' || printed_text || '".'
            when 'out_of_range'
                then 'No such count can be right: "' || printed_text || '".'
            else '"' || printed_text || '" cannot be read as one whole number.'
        end || ' It is kept out; ask the ministry for a corrected document.' as message,
        figure_id,
        row_id
    from resolved_figures
    where value_fault is not null

),

-- A total of months that do not begin in January is no fact; where all of them are printed it
-- is recomputed, and says nothing new.
missing_periods as (

    select
        resolved_figures.document_id,
        'error' as severity,
        'missing_period' as code,
        resolved_figures.location,
        coalesce(resolved_figures.period_label, '') as printed_text,
        case
            when coalesce(resolved_figures.period_label, '') = ''
                then
                    'The column has no period; its figure is kept out. Complete its heading.'
            when span_comparisons.reason is not null
                then
                    'The period "' || resolved_figures.period_label || '" begins after January and '
                    || 'cannot be added up (' || span_comparisons.reason || '); its figure is kept '
                    || 'out. Ask for the count of each month, or since January.'
            else
                'The period "' || resolved_figures.period_label || '" is no month, year or year '
                || 'to date; its figure is kept out. Correct it or add its words to '
                || 'period_words.csv.'
        end as message,
        resolved_figures.figure_id,
        resolved_figures.row_id
    from resolved_figures
    left join span_comparisons
        on resolved_figures.figure_id = span_comparisons.figure_id
    where
        resolved_figures.block = 'usage'
        and resolved_figures.period_kind is null
        and resolved_figures.value_status != 'blank'
        and (span_comparisons.figure_id is null or span_comparisons.reason is not null)
        -- A document without any month is refused as a whole.
        and resolved_figures.document_id in (select dated.document_id from dated)

),

-- Nothing is counted past the month a document is of.
later_periods as (

    select
        resolved_figures.document_id,
        'error' as severity,
        'future_period' as code,
        resolved_figures.location,
        resolved_figures.period_label as printed_text,
        'The column is of "' || resolved_figures.period_label || '", the document of "'
        || documents.as_of_label || '"; its figure is kept out. Correct the heading of the '
        || 'column, or those of the other tables.' as message,
        resolved_figures.figure_id,
        resolved_figures.row_id
    from resolved_figures
    inner join documents on resolved_figures.document_id = documents.document_id
    where
        resolved_figures.block = 'usage'
        and resolved_figures.period_end > last_day(documents.as_of_month)

),

-- The last month each table counts up to.
table_ends as (

    select
        document_id,
        {{ table_of('location') }} as table_location,
        arg_max(period_label, period_end) as period_label,
        arg_max(location, period_end) as location,
        max(period_end) as period_end
    from resolved_figures
    where
        block = 'usage'
        and period_kind in ('month', 'year_to_date')
    group by all

),

earlier_periods as (

    select
        table_ends.document_id,
        'warning' as severity,
        'period_conflict' as code,
        table_ends.location,
        table_ends.period_label as printed_text,
        'The table counts up to "' || table_ends.period_label || '", the document up to "'
        || documents.as_of_label || '"; both stay as printed. Check whether the heading was left '
        || 'from an earlier edition.' as message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from table_ends
    inner join documents on table_ends.document_id = documents.document_id
    where table_ends.period_end < documents.as_of_month

),

unknown_services as (

    select
        document_id,
        'warning' as severity,
        'unknown_service' as code,
        min(location) as location,
        coalesce(service_label, '') as printed_text,
        case
            when coalesce(service_label, '') = ''
                then
                    'No words say which service is counted; its figures are kept without one. '
                    || 'Look at the heading; ask the sender for a corrected document.'
            else
                '"' || service_label || '" is no known service; its figures are kept under '
                || 'the printed label. Add the service or its spelling to services.csv and '
                || 'service_spellings.csv.'
        end as message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from resolved_figures
    where
        service_code is null
        and total_of is distinct from 'all_services'
        -- A cell past the last column has no label; its row is refused already.
        and row_id not in (select ragged_rows.row_id from ragged_rows)
    group by
        document_id,
        service_label

),

unknown_measures as (

    select
        document_id,
        'warning' as severity,
        'unknown_measure' as code,
        min(location) as location,
        coalesce(measure_label, '') as printed_text,
        case
            when coalesce(measure_label, '') = ''
                then
                    'No words say what is counted of ' || service_code || '; its figures are '
                    || 'kept without a measure. Look at the heading; ask the sender for a '
                    || 'corrected document.'
            else
                '"' || measure_label || '" is no known measure of ' || service_code
                || '; its figures are kept under the printed label. Add it to measures.csv and '
                || 'measure_spellings.csv.'
        end as message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from resolved_figures
    where
        service_code is not null
        and measure_code is null
        -- A lone dash has no words that could be known.
        and (value is not null or measure_label is not null)
    group by
        document_id,
        service_code,
        measure_label

),

repeated_rows as (

    select
        document_id,
        case when is_contradiction then 'error' else 'warning' end as severity,
        'duplicate_row' as code,
        row_location as location,
        printed_text,
        case
            when is_whole_table
                then
                    if(block = 'matrix', 'This matrix', 'This table of "' || printed_text || '"')
                    || ' is printed more than once with the same counts; count them once, and '
                    || 'ask the ministry for a corrected document.'
            when is_contradiction
                then
                    '"' || printed_text || '" stands more than once in this table with '
                    || 'different counts; all its rows are kept out. Ask the ministry which is '
                    || 'right.'
            else
                '"' || printed_text || '" stands more than once in this table with the same '
                || 'counts; check that it was not counted twice.'
        end as message,
        cast(null as varchar) as figure_id,
        row_id
    from duplicate_rows

),

repeated_figures as (

    select
        document_id,
        case when is_contradiction then 'error' else 'warning' end as severity,
        'duplicate_row' as code,
        location,
        what || ': ' || printed_text as printed_text,
        case
            when is_contradiction
                then
                    '"' || what || '" is printed more than once with different counts, here "'
                    || printed_text || '"; all are kept out. Ask the ministry which is right.'
            else
                '"' || what || '" is printed more than once with the same count, here "'
                || printed_text || '"; check that it was not counted twice.'
        end as message,
        figure_id,
        cast(null as varchar) as row_id
    from duplicate_figures

),

final as (

    select * from unreadable_values
    union all
    select * from missing_periods
    union all
    select * from later_periods
    union all
    select * from earlier_periods
    union all
    select * from unknown_services
    union all
    select * from unknown_measures
    union all
    select * from repeated_rows
    union all
    select * from repeated_figures

)

select * from final
