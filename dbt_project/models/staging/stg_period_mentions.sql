with

source as (

    select * from {{ source('raw', 'period_mentions') }}

),

final as (

    select
        document_id,
        location,
        mention_kind,
        printed_text
    from source

)

select * from final
