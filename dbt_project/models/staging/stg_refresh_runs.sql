with

source as (

    select * from {{ source('raw', 'refresh_runs') }}

),

final as (

    select
        cast(run_number as integer) as run_number,
        cast(started_at as timestamp) as started_at,
        cast(finished_at as timestamp) as finished_at,
        code_version,
        inputs_hash,
        from_json(
            coalesce(inputs, '[]'),
            '[{"file_name": "VARCHAR", "sha256": "VARCHAR", "change": "VARCHAR"}]'
        ) as inputs,
        cast(documents_in_inbox as integer) as documents_in_inbox,
        cast(documents_read as integer) as documents_read,
        cast(documents_unchanged as integer) as documents_unchanged,
        cast(documents_quarantined as integer) as documents_quarantined,
        outcome,
        message
    from source

)

select * from final
