with

source as (

    select * from {{ source('raw', 'poverty_workbooks') }}

),

final as (

    select
        workbook_id,
        sha256,
        file_name,
        file_bytes,
        edition as poverty_edition,
        population_year,
        title,
        outcome,
        is_in_folder,
        first_seen_run
    from source

)

select * from final
