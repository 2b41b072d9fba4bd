with

source as (

    select * from {{ source('raw', 'department_mentions') }}

),

final as (

    select
        document_id,
        location,
        mention_kind,
        department_text,
        printed_text
    from source

)

select * from final
