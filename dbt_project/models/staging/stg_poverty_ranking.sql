with

source as (

    select * from {{ source('raw', 'poverty_ranking') }}

),

final as (

    select
        document_id,
        figure_id,
        row_id,
        location,
        cast(rank_position as integer) as rank_position,
        province_text,
        district_text,
        printed_text
    from source

)

select * from final
