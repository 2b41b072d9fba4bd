with

poverty_ranking as (

    select * from {{ ref('int_poverty_ranking') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

estimates as (

    select * from {{ ref('int_poverty_estimates') }}

),

ranking_editions as (

    select * from {{ ref('int_ranking_editions') }}

),

printed_ranks as (

    select
        poverty_ranking.*,
        documents.as_of_month,
        documents.department_ubigeo,
        ranking_editions.poverty_edition,
        ranking_editions.is_edition_held,
        max(poverty_ranking.rank_position) over (
            partition by poverty_ranking.document_id
        ) as last_printed_rank
    from poverty_ranking
    inner join documents
        on poverty_ranking.document_id = documents.document_id
    left join ranking_editions
        on poverty_ranking.document_id = ranking_editions.document_id
    where documents.is_loaded

),

final as (

    select
        printed_ranks.document_id,
        'ranking_vs_official' as kind,
        'poverty_ranking' as block,
        cast(null as varchar) as service_code,
        cast(null as varchar) as service_label,
        cast(null as varchar) as modality_code,
        cast(null as varchar) as modality_label,
        cast(null as varchar) as measure_code,
        coalesce(
            printed_ranks.district_ubigeo,
            printed_ranks.province_ubigeo,
            printed_ranks.department_ubigeo
        ) as place_ubigeo,
        printed_ranks.printed_text as printed_place,
        printed_ranks.as_of_month as period_start,
        last_day(printed_ranks.as_of_month) as period_end,
        case
            when estimates.districts_in_tie = 1 then 'official rank'
            when estimates.tie_last_rank > printed_ranks.last_printed_rank
                then 'nearest rank of a tie the printed list cuts'
            else 'nearest rank of the official tie'
        end as left_what,
        case
            when estimates.tie_first_rank is not null
                then
                    cast(
                        greatest(
                            estimates.tie_first_rank,
                            least(printed_ranks.rank_position, estimates.tie_last_rank)
                        ) as decimal(18, 0)
                    )
        end as left_value,
        'poverty map ' || estimates.poverty_edition || ' ('
        || estimates.poverty_source || ') > ' || estimates.source_location as left_location,
        cast(null as varchar) as left_document_id,
        'printed rank' as right_what,
        cast(printed_ranks.rank_position as decimal(18, 0)) as right_value,
        printed_ranks.location as right_location,
        printed_ranks.document_id as right_document_id,
        'equal' as rule,
        case
            when printed_ranks.district_ubigeo is null then 'the district is not known'
            when not coalesce(printed_ranks.is_edition_held, false)
                then
                    'the poverty map'
                    || coalesce(' of ' || printed_ranks.poverty_edition, '') || ' is not held'
            when estimates.rank_department is null then 'the district has no official estimate'
        end as reason
    from printed_ranks
    left join estimates
        on
            printed_ranks.district_ubigeo = estimates.district_ubigeo
            and printed_ranks.poverty_edition = estimates.poverty_edition

)

select * from final
