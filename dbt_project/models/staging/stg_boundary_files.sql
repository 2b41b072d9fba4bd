with

source as (

    select * from {{ source('raw', 'boundary_files') }}

),

final as (

    select
        boundary_file_id,
        sha256,
        file_name,
        file_bytes,
        outcome,
        outlines
    from source

)

select * from final
