with

matrix_cells as (

    select * from {{ ref('part_matrix_cells') }}

),

detail_rows as (

    select * from {{ ref('part_detail_rows') }}

),

-- A cell kept out is missing in the total of all services too.
withheld as (

    select
        document_id,
        delivery,
        unnest([service_key, '*']) as service_key,
        province_key,
        withheld_because
    from matrix_cells
    where withheld_because is not null

    union all

    select
        document_id,
        delivery,
        service_key,
        province_key,
        withheld_because
    from detail_rows
    where withheld_because is not null

),

final as (

    select
        document_id,
        delivery,
        service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        string_agg(distinct withheld_because, ', ' order by withheld_because) as withheld_because
    from withheld
    group by grouping sets (
        (document_id, delivery, service_key, province_key),
        (document_id, delivery, service_key)
    )

)

select * from final
