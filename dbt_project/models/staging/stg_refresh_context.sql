with

source as (

    select * from {{ source('raw', 'refresh_context') }}

),

final as (

    select
        cast(refresh_date as date) as refresh_date,
        cast(run_number as integer) as run_number
    from source

)

select * from final
