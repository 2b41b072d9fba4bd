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

bands as (

    select * from {{ ref('poverty_bands') }}

),

printed_ranks as (

    select
        poverty_ranking.figure_id as poverty_id,
        'printed_rank' as record_kind,
        poverty_ranking.document_id,
        documents.as_of_month,
        cast(null as integer) as poverty_edition,
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
        cast(null as integer) as robust_group_department,
        cast(null as integer) as robust_group_national,
        cast(null as double) as poverty_lower_95,
        cast(null as double) as poverty_upper_95,
        poverty_ranking.printed_province,
        poverty_ranking.printed_district,
        poverty_ranking.printed_text,
        poverty_ranking.place_match,
        poverty_ranking.location
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
            as sharing_group
    from official_estimates

),

official as (

    select
        'inei_2018:' || ubigeo as poverty_id,
        'official_estimate' as record_kind,
        cast(null as varchar) as document_id,
        cast(null as date) as as_of_month,
        cast(2018 as integer) as poverty_edition,
        department_ubigeo,
        left(ubigeo, 4) as province_ubigeo,
        ubigeo as district_ubigeo,
        ubigeo as place_ubigeo,
        cast(rank_department as integer) as rank_department,
        cast(min(rank_department) over sharing as integer) as tie_first_rank,
        cast(max(rank_department) over sharing as integer) as tie_last_rank,
        cast(rank_national as integer) as rank_national,
        nullif(estimation_group, '000') as estimation_group,
        cast(robust_group_department as integer) as robust_group_department,
        cast(robust_group_national as integer) as robust_group_national,
        cast(poverty_lower_95 as double) as poverty_lower_95,
        cast(poverty_upper_95 as double) as poverty_upper_95,
        cast(null as varchar) as printed_province,
        cast(null as varchar) as printed_district,
        cast(null as varchar) as printed_text,
        cast(null as varchar) as place_match,
        cast(null as varchar) as location
    from grouped_estimates
    window sharing as (
        partition by department_ubigeo, sharing_group
    )

),

records as (

    select * from printed_ranks

    union all

    select * from official

),

-- A band begins at its lower end and ends before its upper one; an interval touches every
-- band from that of its lower to that of its upper end.
final as (

    select
        records.poverty_id,
        records.record_kind,
        records.document_id,
        records.as_of_month,
        records.poverty_edition,
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
        lowest_bands.band_code as lowest_band_code,
        highest_bands.band_code as highest_band_code,
        case when records.record_kind = 'official_estimate' then geography.population_2020 end
            as population_2020,
        records.printed_province,
        records.printed_district,
        records.printed_text,
        records.place_match,
        records.location
    from records
    left outer join geography
        on records.district_ubigeo = geography.ubigeo
    left outer join bands as lowest_bands
        on
            records.poverty_lower_95 >= lowest_bands.lower_percent
            and (
                records.poverty_lower_95 < lowest_bands.upper_percent
                or lowest_bands.upper_percent = 100
            )
    left outer join bands as highest_bands
        on
            records.poverty_upper_95 >= highest_bands.lower_percent
            and (
                records.poverty_upper_95 < highest_bands.upper_percent
                or highest_bands.upper_percent = 100
            )

)

select * from final
