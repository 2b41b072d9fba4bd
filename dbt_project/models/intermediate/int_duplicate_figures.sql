with

resolved_figures as not materialized (

    select * from {{ ref('int_resolved_figures') }}

),

printed_usage as (

    select
        figure_id,
        row_label
    from {{ ref('int_printed_figures') }}
    where block = 'usage'

),

-- Thousands of figures have the same few labels.
labels as (

    select measure_label as label
    from resolved_figures
    where block = 'usage'

    union

    select row_label
    from printed_usage

),

label_keys as (

    select
        label,
        {{ normalise_name('label') }} as label_key
    from labels

),

-- A measure of a service is printed once for each period, place and row label, in whichever
-- table of the document.
usage_figures as (

    select
        resolved_figures.document_id,
        resolved_figures.figure_id,
        resolved_figures.location,
        resolved_figures.printed_text,
        resolved_figures.value,
        concat_ws(', ', resolved_figures.measure_label, resolved_figures.period_label) as what,
        [
            coalesce(resolved_figures.service_code, resolved_figures.service_label, ''),
            measure_labels.label_key,
            resolved_figures.period_kind,
            cast(resolved_figures.period_start as varchar),
            cast(resolved_figures.period_end as varchar),
            coalesce(resolved_figures.printed_province, ''),
            coalesce(resolved_figures.printed_district, ''),
            coalesce(row_labels.label_key, ''),
            coalesce(resolved_figures.total_of, '')
        ] as figure_key
    from resolved_figures
    inner join printed_usage on resolved_figures.figure_id = printed_usage.figure_id
    inner join label_keys as measure_labels on resolved_figures.measure_label = measure_labels.label
    left join label_keys as row_labels on printed_usage.row_label = row_labels.label
    where
        resolved_figures.block = 'usage'
        and resolved_figures.value is not null
        and resolved_figures.period_kind is not null
    qualify count(*) over (partition by resolved_figures.document_id, figure_key) > 1

),

repeated_usage as (

    select
        *,
        count(distinct value) over (partition by document_id, figure_key) > 1 as is_contradiction
    from usage_figures

),

-- A service heads one column of a matrix; what a column says is all its counts.
matrix_cells as (

    select
        document_id,
        figure_id,
        row_id,
        location,
        printed_text,
        service_label as what,
        coalesce(cast(value as varchar), value_status) as printed_count,
        {{ table_of('location') }} as table_location,
        regexp_extract(location, ' > cell ([0-9]+)( \([^()]*\))?$', 1) as column_number
    from resolved_figures
    where
        block = 'matrix'
        and service_label is not null
        and total_of is distinct from 'all_services'
    qualify count(*) over (partition by document_id, row_id, service_label) > 1

),

matrix_columns as (

    select
        document_id,
        table_location,
        what,
        column_number,
        string_agg(printed_count, '|' order by row_id) as counts
    from matrix_cells
    group by all

),

judged_columns as (

    select
        *,
        count(distinct counts) over (
            partition by document_id, table_location, what
        ) > 1 as is_contradiction
    from matrix_columns

),

repeated_cells as (

    select
        matrix_cells.*,
        judged_columns.is_contradiction
    from matrix_cells
    inner join judged_columns
        on
            matrix_cells.document_id = judged_columns.document_id
            and matrix_cells.table_location = judged_columns.table_location
            and matrix_cells.what = judged_columns.what
            and matrix_cells.column_number = judged_columns.column_number

),

final as (

    select
        document_id,
        figure_id,
        location,
        printed_text,
        what,
        is_contradiction
    from repeated_usage

    union all

    select
        document_id,
        figure_id,
        location,
        printed_text,
        what,
        is_contradiction
    from repeated_cells

)

select * from final
