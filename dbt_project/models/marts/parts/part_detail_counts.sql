with

detail_rows as (

    select * from {{ ref('part_detail_rows') }}

),

final as (

    select
        document_id,
        delivery,
        service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        bool_or(not is_total) as is_counted,
        case
            when bool_and(is_total or centres is not null)
                then sum(centres) filter (where not is_total)
        end as centres,
        case
            when grouping(province_key) = 1
                then sum(centres) filter (where is_total and total_of = 'department')
        end as printed_total,
        -- A row kept out, of which no province is known, may be of any.
        case
            when grouping(province_key) = 1
                then bool_or(withheld_because is not null and province_key = '-')
        end as has_unplaced_row
    from detail_rows
    group by grouping sets (
        (document_id, delivery, service_key, province_key),
        (document_id, delivery, service_key)
    )

)

select * from final
