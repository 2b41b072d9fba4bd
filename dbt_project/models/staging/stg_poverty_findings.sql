with

source as (

    select * from {{ source('raw', 'poverty_findings') }}

),

final as (

    select
        workbook_id,
        severity,
        code,
        location,
        printed_text,
        message
    from source

)

select * from final
