with

source as (

    select * from {{ source('raw', 'boundary_findings') }}

),

final as (

    select
        boundary_file_id,
        file_name,
        severity,
        code,
        message
    from source

)

select * from final
