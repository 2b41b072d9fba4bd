with

source as (

    select * from {{ source('raw', 'numbers') }}

),

final as (

    select
        document_id,
        cast(number_order as integer) as number_order,
        location,
        printed_text,
        context,
        number_class,
        figure_id
    from source

)

select * from final
