with

reported_metrics as (

    select * from {{ ref('fct_reported_metrics') }}

),

detail_rows as (

    select * from {{ ref('part_detail_rows') }}

),

-- An entry of the legend counts a service, or one of its modalities: each is held against the
-- rows of its own kind.
legend_entries as (

    select
        document_id,
        figure_id,
        {{ service_key('service_code', 'service_label') }} as service_key,
        modality_code,
        value
    from reported_metrics
    where block = 'map_legend'

),

modality_counts as (

    select
        document_id,
        service_key,
        modality_code,
        sum(centres) as centres,
        bool_or(withheld_because is not null) as has_withheld_row
    from detail_rows
    where not is_total
    group by document_id, service_key, modality_code

),

compared_entries as (

    select
        legend_entries.figure_id,
        legend_entries.document_id,
        legend_entries.service_key,
        legend_entries.value,
        coalesce(
            sum(modality_counts.centres) filter (
                where
                legend_entries.modality_code is null
                or legend_entries.modality_code = modality_counts.modality_code
            ), 0
        ) as centres,
        -- Rows of no known kind may be of the entry's.
        count(modality_counts.document_id) > 0
        and not bool_or(modality_counts.has_withheld_row)
        and (
            legend_entries.modality_code is null
            or bool_and(modality_counts.modality_code is not null)
        ) as is_comparable
    from legend_entries
    left join modality_counts
        on
            legend_entries.document_id = modality_counts.document_id
            and legend_entries.service_key = modality_counts.service_key
    group by
        legend_entries.figure_id,
        legend_entries.document_id,
        legend_entries.service_key,
        legend_entries.modality_code,
        legend_entries.value

),

final as (

    select
        document_id,
        service_key,
        sum(value) as centres,
        bool_and(value = centres) filter (where is_comparable) as is_as_in_tables
    from compared_entries
    group by document_id, service_key
    having count(value) = count(*)

)

select * from final
