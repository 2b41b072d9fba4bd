with

documents as (

    select * from {{ ref('int_documents') }}

),

poverty_ranking as (

    select * from {{ ref('stg_poverty_ranking') }}

),

province_matches as (

    select * from {{ ref('int_province_matches') }}

),

district_matches as (

    select * from {{ ref('int_district_matches') }}

),

final as (

    select
        poverty_ranking.figure_id,
        poverty_ranking.row_id,
        poverty_ranking.document_id,
        poverty_ranking.location,
        poverty_ranking.rank_position,
        coalesce(province_matches.province_ubigeo, district_matches.province_ubigeo)
            as province_ubigeo,
        district_matches.district_ubigeo,
        poverty_ranking.province_text as printed_province,
        poverty_ranking.district_text as printed_district,
        poverty_ranking.printed_text,
        case
            when coalesce(district_matches.place_match, 'unresolved') = 'unresolved'
                then 'unresolved'
            when 'similar' in (province_matches.place_match, district_matches.place_match)
                then 'similar'
            when 'alias' in (province_matches.place_match, district_matches.place_match)
                then 'alias'
            when 'normalised' in (province_matches.place_match, district_matches.place_match)
                then 'normalised'
            else district_matches.place_match
        end as place_match,
        least(
            coalesce(
                case
                    when province_matches.place_match != 'unresolved'
                        then province_matches.place_score
                end,
                1
            ),
            coalesce(district_matches.place_score, 0)
        ) as place_score,
        district_matches.nearest_places
    from poverty_ranking
    inner join documents on poverty_ranking.document_id = documents.document_id
    left join province_matches
        on
            documents.department_ubigeo = province_matches.department_ubigeo
            and documents.geography_date = province_matches.geography_date
            and province_matches.is_ocr
            and poverty_ranking.province_text = province_matches.printed_text
    left join district_matches
        on
            documents.department_ubigeo = district_matches.department_ubigeo
            and documents.geography_date = district_matches.geography_date
            and district_matches.is_ocr
            and coalesce(province_matches.province_ubigeo, documents.only_province_ubigeo)
            is not distinct from district_matches.parent_ubigeo
            and poverty_ranking.district_text = district_matches.printed_text

)

select * from final
