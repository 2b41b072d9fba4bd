with

-- Read once for each of what follows: fewer columns are cheaper than the same rows kept aside.
figures as not materialized (

    select * from {{ ref('int_figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

rows_of_totals as (

    select distinct row_id
    from figures
    where block = 'matrix' and is_total and total_of = 'department'

),

matrix_figures as not materialized (

    select
        figures.*,
        {{ table_of('figures.location') }} as table_location,
        coalesce(figures.service_code, figures.service_label, '') as service_key,
        coalesce(figures.modality_code, figures.modality_label, '') as modality_key,
        {{ countable_value('figures.value', 'figures.value_status') }} as countable
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    where documents.is_loaded and figures.block = 'matrix'

),

-- What the cells of a row, of a column and of a whole matrix add up to. The grand total is
-- compared with the cells too, not with the other totals: a wrong total is one difference, not two.
sums as (

    select
        document_id,
        table_location,
        row_id,
        service_key,
        modality_key,
        sum(countable) as value,
        count(*) - count(countable) as unknown_cells,
        min(location) as location
    from matrix_figures
    where not is_total
    group by grouping sets (
        (document_id, table_location, row_id),
        (document_id, table_location, service_key, modality_key),
        (document_id, table_location)
    )

),

kinds_of_totals as (

    select
        matrix_figures.*,
        case
            when matrix_figures.total_of = 'department' then 'matrix_columns_vs_total'
            when rows_of_totals.row_id is not null then 'matrix_grand_total'
            else 'matrix_rows_vs_total'
        end as kind
    from matrix_figures
    left join rows_of_totals
        on matrix_figures.row_id = rows_of_totals.row_id
    where matrix_figures.is_total and matrix_figures.value_status != 'blank'

),

-- Each with what it has in common with its cells.
totals as (

    select
        *,
        case when kind = 'matrix_rows_vs_total' then row_id end as cells_row_id,
        case when kind = 'matrix_columns_vs_total' then service_key end as cells_service_key,
        case when kind = 'matrix_columns_vs_total' then modality_key end as cells_modality_key
    from kinds_of_totals

),

final as (

    select
        totals.document_id,
        totals.kind,
        totals.block,
        totals.service_code,
        totals.service_label,
        totals.modality_code,
        totals.modality_label,
        totals.measure_code,
        coalesce(totals.province_ubigeo, totals.department_ubigeo) as place_ubigeo,
        totals.printed_province as printed_place,
        totals.period_start,
        totals.period_end,
        'sum of the cells' as left_what,
        sums.value as left_value,
        sums.location as left_location,
        totals.document_id as left_document_id,
        'printed total' as right_what,
        totals.value as right_value,
        totals.location as right_location,
        totals.document_id as right_document_id,
        'equal' as rule,
        case
            when totals.value is null then 'the total is not a number'
            when sums.document_id is null then 'the matrix has no cell to add up'
            when sums.unknown_cells > 0 then 'a cell of the matrix is no number'
        end as reason
    from totals
    left join sums
        on
            totals.document_id = sums.document_id
            and totals.table_location = sums.table_location
            and totals.cells_row_id is not distinct from sums.row_id
            and totals.cells_service_key is not distinct from sums.service_key
            and totals.cells_modality_key is not distinct from sums.modality_key

)

select * from final
