with

source as (

    select * from {{ source('raw', 'poverty_bands') }}

),

final as (

    select
        document_id,
        location,
        cast(band_order as integer) as band_order,
        printed_text
    from source

)

select * from final
