with

source as (

    select * from {{ source('raw', 'map_legend') }}

),

final as (

    select
        document_id,
        figure_id,
        row_id,
        location,
        service_label,
        count_text,
        printed_text
    from source

)

select * from final
