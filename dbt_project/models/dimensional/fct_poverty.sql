with

poverty_ranking as (

    select * from {{ ref('int_poverty_ranking') }}

),

ranking_editions as (

    select * from {{ ref('int_ranking_editions') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

estimates as (

    select * from {{ ref('int_poverty_estimates') }}

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
        ranking_editions.named_edition as poverty_edition,
        cast(null as boolean) as is_current_edition,
        documents.file_name as poverty_source,
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
        cast(null as bigint) as population,
        cast(null as integer) as population_year,
        poverty_ranking.printed_province,
        poverty_ranking.printed_district,
        poverty_ranking.printed_text,
        poverty_ranking.place_match,
        poverty_ranking.location
    from poverty_ranking
    inner join documents
        on poverty_ranking.document_id = documents.document_id
    left outer join ranking_editions
        on poverty_ranking.document_id = ranking_editions.document_id
    where not poverty_ranking.is_withheld

),

official as (

    select
        'inei_' || poverty_edition || ':' || district_ubigeo as poverty_id,
        'official_estimate' as record_kind,
        cast(null as varchar) as document_id,
        cast(null as date) as as_of_month,
        poverty_edition,
        is_current_edition,
        poverty_source,
        left(district_ubigeo, 2) as department_ubigeo,
        left(district_ubigeo, 4) as province_ubigeo,
        district_ubigeo,
        district_ubigeo as place_ubigeo,
        rank_department,
        tie_first_rank,
        tie_last_rank,
        rank_national,
        estimation_group,
        robust_group_department,
        robust_group_national,
        poverty_lower_95,
        poverty_upper_95,
        population,
        population_year,
        cast(null as varchar) as printed_province,
        cast(null as varchar) as printed_district,
        cast(null as varchar) as printed_text,
        cast(null as varchar) as place_match,
        source_location as location
    from estimates

),

records as (

    select * from printed_ranks

    union all

    select * from official

),

-- An interval touches a band where they have a point in common; which band an end belongs to
-- is said by the table of bands, as the legend prints it.
touched_bands as (

    select
        records.poverty_id,
        min(bands.band_code) as lowest_band_code,
        max(bands.band_code) as highest_band_code,
        string_agg(bands.name_es, '; ' order by bands.band_code) as bands_touched,
        count(*) = 1 as is_band_certain
    from records
    inner join bands
        on
            (
                records.poverty_upper_95 > bands.lower_percent
                or (records.poverty_upper_95 = bands.lower_percent and bands.includes_lower = 'yes')
            )
            and (
                records.poverty_lower_95 < bands.upper_percent
                or (records.poverty_lower_95 = bands.upper_percent and bands.includes_upper = 'yes')
            )
    group by records.poverty_id

),

final as (

    select
        records.poverty_id,
        records.record_kind,
        records.document_id,
        records.as_of_month,
        records.poverty_edition,
        records.is_current_edition,
        records.poverty_source,
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
        touched_bands.lowest_band_code,
        touched_bands.highest_band_code,
        touched_bands.bands_touched,
        touched_bands.is_band_certain,
        records.population,
        records.population_year,
        records.printed_province,
        records.printed_district,
        records.printed_text,
        records.place_match,
        records.location
    from records
    left outer join touched_bands
        on records.poverty_id = touched_bands.poverty_id

)

select * from final
