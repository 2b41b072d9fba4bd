with

refresh_runs as (

    select * from {{ ref('stg_refresh_runs') }}

),

final as (

    select
        run_number,
        started_at,
        finished_at,
        code_version,
        inputs_hash,
        inputs,
        documents_in_inbox,
        documents_read,
        documents_unchanged,
        documents_quarantined,
        outcome,
        message
    from refresh_runs

)

select * from final
