with

poverty_ranking as (

    select * from {{ ref('int_poverty_ranking') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

official_estimates as (

    select * from {{ ref('poverty_2018') }}

),

-- Districts that share one estimate share all of its ranks: any order among them agrees.
-- Group 000 means an estimate of its own.
official_ties as (

    select
        ubigeo,
        min(rank_department) over sharing as first_rank,
        max(rank_department) over sharing as last_rank,
        count(*) over sharing as districts_in_tie
    from official_estimates
    window sharing as (
        partition by
            left(ubigeo, 2),
            case when estimation_group != '000' then estimation_group else ubigeo end
    )

),

printed_ranks as (

    select
        poverty_ranking.*,
        documents.as_of_month,
        documents.department_ubigeo,
        max(poverty_ranking.rank_position) over (
            partition by poverty_ranking.document_id
        ) as last_printed_rank
    from poverty_ranking
    inner join documents
        on poverty_ranking.document_id = documents.document_id
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
            when official_ties.districts_in_tie = 1 then 'official rank'
            when official_ties.last_rank > printed_ranks.last_printed_rank
                then 'nearest rank of a tie the printed list cuts'
            else 'nearest rank of the official tie'
        end as left_what,
        cast(
            greatest(
                official_ties.first_rank,
                least(printed_ranks.rank_position, official_ties.last_rank)
            ) as decimal(18, 0)
        ) as left_value,
        'reference.poverty_2018 > ' || official_ties.ubigeo as left_location,
        cast(null as varchar) as left_document_id,
        'printed rank' as right_what,
        cast(printed_ranks.rank_position as decimal(18, 0)) as right_value,
        printed_ranks.location as right_location,
        printed_ranks.document_id as right_document_id,
        'equal' as rule,
        case
            when printed_ranks.district_ubigeo is null then 'the district is not known'
            when official_ties.ubigeo is null then 'the district has no official estimate'
        end as reason
    from printed_ranks
    left join official_ties
        on printed_ranks.district_ubigeo = official_ties.ubigeo

)

select * from final
