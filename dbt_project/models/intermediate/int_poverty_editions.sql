with

workbooks as (

    select * from {{ ref('stg_poverty_workbooks') }}

),

sources as (

    select
        poverty_edition,
        workbook_id,
        file_name as poverty_source,
        sha256 as poverty_source_sha256,
        population_year,
        is_in_folder,
        first_seen_run
    from workbooks
    where outcome = 'read'

    union all

    -- The edition that ships with the project: any workbook of the same edition goes before it.
    select
        2018 as poverty_edition,
        cast(null as varchar) as workbook_id,
        'reference/poverty_2018.csv' as poverty_source,
        cast(null as varchar) as poverty_source_sha256,
        2020 as population_year,
        false as is_in_folder,
        0 as first_seen_run

),

-- One source an edition: a workbook that lies in the folder now, otherwise the one read last.
chosen_sources as (

    select *
    from sources
    qualify row_number() over (
        partition by poverty_edition
        order by
            is_in_folder desc,
            first_seen_run desc,
            poverty_source desc,
            workbook_id desc
    ) = 1

),

final as (

    select
        poverty_edition,
        workbook_id,
        poverty_source,
        poverty_source_sha256,
        population_year,
        poverty_edition = max(poverty_edition) over () as is_current_edition
    from chosen_sources

)

select * from final
