with

source as (

    select * from {{ source('raw', 'documents') }}

),

final as (

    select
        document_id,
        sha256,
        file_name,
        file_format,
        cast(file_bytes as bigint) as file_bytes,
        title,
        outcome,
        cast(first_seen_run as integer) as first_seen_run,
        reader_version
    from source

)

select * from final
