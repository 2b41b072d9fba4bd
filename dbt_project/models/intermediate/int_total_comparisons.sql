with

figures as (

    select * from {{ ref('int_figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

-- Figures kept out for their place still belong to the document's own arithmetic.
table_figures as (

    select
        figures.*,
        {{ table_of('figures.location') }} as table_location,
        coalesce(figures.service_code, figures.service_label, '') as service_key,
        coalesce(figures.modality_code, figures.modality_label, '') as modality_key,
        coalesce(figures.province_ubigeo, figures.printed_province, '') as province_key,
        coalesce(figures.measure_code, figures.measure_label, '') as measure_key,
        {{ countable_value('figures.value', 'figures.value_status') }} as countable
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    where documents.is_loaded and figures.block in ('coverage', 'usage')

),

totals as (

    select * from table_figures
    where is_total and value_status != 'blank'

),

parts as (

    select * from table_figures
    where not is_total

),

-- A total adds up the rows of its own table; a subtotal those of its modality or province.
-- A usage table prints several services and measures side by side, a coverage table centres.
totals_with_parts as (

    select
        totals.figure_id,
        count(parts.figure_id) as parts,
        count(parts.figure_id) - count(parts.countable) as unknown_parts,
        sum(parts.countable) as parts_value,
        min(parts.location) as parts_location
    from totals
    left join parts
        on
            totals.document_id = parts.document_id
            and totals.block = parts.block
            and totals.table_location = parts.table_location
            and totals.measure_key = parts.measure_key
            and totals.period_start is not distinct from parts.period_start
            and totals.period_end is not distinct from parts.period_end
            and (totals.block = 'coverage' or totals.service_key = parts.service_key)
            and (
                totals.total_of is distinct from 'modality'
                or totals.modality_key = parts.modality_key
            )
            and (
                totals.total_of is distinct from 'province'
                or totals.province_key = parts.province_key
            )
            and (
                totals.district_ubigeo is null
                or totals.district_ubigeo is not distinct from parts.district_ubigeo
            )
    group by 1

),

final as (

    select
        totals.document_id,
        case
            when totals.total_of in ('modality', 'province')
                then 'subtotal_vs_rows'
            else 'detail_vs_total'
        end as kind,
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
        'sum of the rows' as left_what,
        totals_with_parts.parts_value as left_value,
        totals_with_parts.parts_location as left_location,
        totals.document_id as left_document_id,
        case
            when totals.total_of in ('modality', 'province')
                then 'printed subtotal'
            else 'printed total'
        end as right_what,
        totals.value as right_value,
        totals.location as right_location,
        totals.document_id as right_document_id,
        'equal' as rule,
        case
            when totals.value is null then 'the total is not a number'
            when totals_with_parts.parts = 0 then 'the table has no row to add up'
            when totals_with_parts.unknown_parts > 0 then 'a row of the table is no number'
        end as reason
    from totals
    inner join totals_with_parts
        on totals.figure_id = totals_with_parts.figure_id
    -- A total of the months beside it is of no rows (int_span_comparisons).
    where totals.period_kind is not null or totals_with_parts.parts > 0

)

select * from final
