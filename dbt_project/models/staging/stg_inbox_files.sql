with

source as (

    select * from {{ source('raw', 'inbox_files') }}

),

final as (

    select
        file_name,
        document_id,
        sha256,
        cast(file_bytes as bigint) as file_bytes
    from source

)

select * from final
