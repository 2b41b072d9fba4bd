with

source as (

    select * from {{ source('raw', 'reading_findings') }}

),

final as (

    select
        document_id,
        severity,
        code,
        location,
        printed_text,
        message,
        figure_id,
        row_id
    from source

)

select * from final
