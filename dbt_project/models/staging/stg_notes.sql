with

source as (

    select * from {{ source('raw', 'notes') }}

),

final as (

    select
        document_id,
        location,
        section_number,
        section_heading,
        note_kind,
        printed_text
    from source

)

select * from final
