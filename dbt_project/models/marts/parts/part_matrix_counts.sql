with

matrix_cells as (

    select * from {{ ref('part_matrix_cells') }}

),

cells as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        case when count(centres) = count(*) then sum(centres) end as centres
    from matrix_cells
    where not is_total
    group by document_id, delivery, service_key, province_key

),

sums as (

    select
        document_id,
        delivery,
        case when grouping(service_key) = 1 then '*' else service_key end as service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        case when count(centres) = count(*) then sum(centres) end as centres
    from cells
    group by grouping sets (
        (document_id, delivery, service_key),
        (document_id, delivery, province_key),
        (document_id, delivery)
    )

),

totals_in_rows as (

    select
        *,
        bool_or(total_of = 'department') over printed_row as is_beside_total_of_service,
        {{ row_of('location') }} as row_location
    from matrix_cells
    where is_total
    window printed_row as (partition by document_id, {{ row_of('location') }})

),

-- A matrix turned round prints a service's total beside its provinces, and the total of all in a
-- row of totals.
rows_beside_lone_totals as (

    select distinct
        document_id,
        {{ row_of('location') }} as row_location
    from matrix_cells
    where
        not is_total
        and document_id in (
            select totals_in_rows.document_id from totals_in_rows
            where not coalesce(totals_in_rows.is_beside_total_of_service, false)
        )

),

-- The three kinds of printed totals: of a province, of a service, of all.
printed_totals as (

    select
        totals.document_id,
        totals.delivery,
        case when totals.total_of = 'all_services' then '*' else totals.service_key end
            as service_key,
        case
            when totals.is_of_place then totals.province_key
            when totals.is_beside_total_of_service then '*'
            when totals.total_of = 'all_services' and cells.document_id is null then '*'
            else totals.province_key
        end as province_key,
        totals.centres
    from totals_in_rows as totals
    left join rows_beside_lone_totals as cells
        on
            totals.document_id = cells.document_id
            and totals.row_location = cells.row_location

),

-- A cell is its own sum.
final as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        true as is_printed,
        centres as printed_centres,
        centres as sum_of_cells
    from cells

    union all

    select
        document_id,
        delivery,
        service_key,
        province_key,
        true as is_printed,
        centres as printed_centres,
        null as sum_of_cells
    from printed_totals

    union all

    select
        document_id,
        delivery,
        service_key,
        province_key,
        false as is_printed,
        null as printed_centres,
        centres as sum_of_cells
    from sums

)

select * from final
