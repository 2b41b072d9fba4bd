with

poverty_ranking as (

    select * from {{ ref('int_poverty_ranking') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

official_estimates as (

    select * from {{ ref('poverty_2018') }}

),

geography as (

    select * from {{ ref('dim_geography') }}

),

printed_ranks as (

    select
        poverty_ranking.figure_id as poverty_id,
        'printed_rank' as record_kind,
        poverty_ranking.document_id,
        cast(null as integer) as edition,
        documents.department_ubigeo,
        poverty_ranking.province_ubigeo,
        poverty_ranking.district_ubigeo,
        coalesce(
            poverty_ranking.district_ubigeo,
            poverty_ranking.province_ubigeo,
            documents.department_ubigeo
        ) as place_ubigeo,
        cast(poverty_ranking.rank_position as integer) as rank_department,
        cast(null as integer) as tie_first_rank,
        cast(null as integer) as tie_last_rank,
        cast(null as integer) as rank_national,
        cast(null as varchar) as estimation_group,
        cast(null as varchar) as robust_group_department,
        cast(null as varchar) as robust_group_national,
        cast(null as double) as poverty_lower_95,
        cast(null as double) as poverty_upper_95,
        poverty_ranking.printed_province,
        poverty_ranking.printed_district,
        poverty_ranking.printed_text,
        poverty_ranking.place_match,
        poverty_ranking.location,
    from poverty_ranking
    inner join documents
        on poverty_ranking.document_id = documents.document_id
    where not poverty_ranking.is_withheld

),

-- Group 000 means an estimate of its own: only the others are shared, within a department.
grouped_estimates as (

    select
        *,
        left(ubigeo, 2) as department_ubigeo,
        case when estimation_group != '000' then estimation_group else ubigeo end
            as sharing_group,
    from official_estimates

),

official as (

    select
        'inei_2018:' || grouped_estimates.ubigeo as poverty_id,
        'official_estimate' as record_kind,
        cast(null as varchar) as document_id,
        cast(2018 as integer) as edition,
        grouped_estimates.department_ubigeo,
        left(grouped_estimates.ubigeo, 4) as province_ubigeo,
        grouped_estimates.ubigeo as district_ubigeo,
        grouped_estimates.ubigeo as place_ubigeo,
        cast(grouped_estimates.rank_department as integer) as rank_department,
        cast(min(grouped_estimates.rank_department) over sharing as integer) as tie_first_rank,
        cast(max(grouped_estimates.rank_department) over sharing as integer) as tie_last_rank,
        cast(grouped_estimates.rank_national as integer) as rank_national,
        nullif(grouped_estimates.estimation_group, '000') as estimation_group,
        grouped_estimates.robust_group_department,
        grouped_estimates.robust_group_national,
        cast(grouped_estimates.poverty_lower_95 as double) as poverty_lower_95,
        cast(grouped_estimates.poverty_upper_95 as double) as poverty_upper_95,
        cast(null as varchar) as printed_province,
        cast(null as varchar) as printed_district,
        cast(null as varchar) as printed_text,
        cast(null as varchar) as place_match,
        cast(null as varchar) as location,
    from grouped_estimates
    window sharing as (
        partition by grouped_estimates.department_ubigeo, grouped_estimates.sharing_group
    )

),

records as (

    select * from printed_ranks

    union all

    select * from official

),

final as (

    select
        records.poverty_id,
        records.record_kind,
        records.document_id,
        records.edition,
        records.place_ubigeo,
        records.department_ubigeo,
        records.province_ubigeo,
        records.district_ubigeo,
        records.rank_department,
        records.tie_first_rank,
        records.tie_last_rank,
        records.rank_national,
        records.estimation_group,
        records.robust_group_department,
        records.robust_group_national,
        records.poverty_lower_95,
        records.poverty_upper_95,
        round((records.poverty_lower_95 + records.poverty_upper_95) / 2, 2)
            as poverty_midpoint_derived,
        case when records.record_kind = 'official_estimate' then geography.population_2020 end
            as population_2020,
        records.printed_province,
        records.printed_district,
        records.printed_text,
        records.place_match,
        records.location,
    from records
    left join geography
        on records.district_ubigeo = geography.ubigeo

)

select * from final
