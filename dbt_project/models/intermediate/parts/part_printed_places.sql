with

documents as (

    select * from {{ ref('int_documents') }}

),

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

place_texts as (

    select * from {{ ref('int_place_texts') }}

),

place_names as (

    select * from {{ ref('int_place_names') }}

),

province_matches as (

    select * from {{ ref('int_province_matches') }}

),

district_matches as (

    select * from {{ ref('int_district_matches') }}

),

-- The distinct places printed in the documents of a unit, with the two names in their keys.
printed_places as (

    select distinct
        documents.department_ubigeo,
        documents.only_province_ubigeo,
        documents.geography_date,
        printed_figures.province_text,
        printed_figures.district_text,
        nullif(province_texts.place_key, '') as province_key,
        nullif(district_texts.place_key, '') as district_key
    from printed_figures
    inner join documents on printed_figures.document_id = documents.document_id
    left join place_texts as province_texts
        on printed_figures.province_text = province_texts.printed_text
    left join place_texts as district_texts
        on printed_figures.district_text = district_texts.printed_text

),

-- A department printed where a province belongs says nothing about the province.
provinces as (

    select
        printed_places.*,
        province_matches.province_ubigeo,
        province_matches.place_match as province_match,
        province_matches.place_score as province_score,
        province_matches.nearest_places as nearest_provinces,
        province_matches.found_elsewhere as province_elsewhere,
        coalesce(
            province_matches.place_match = 'unresolved'
            and departments.ubigeo is not null, false
        ) as is_department
    from printed_places
    left join province_matches
        on
            printed_places.department_ubigeo = province_matches.department_ubigeo
            and printed_places.geography_date = province_matches.geography_date
            and not province_matches.is_ocr
            and printed_places.province_text = province_matches.printed_text
    left join place_names as departments
        on
            printed_places.department_ubigeo = departments.ubigeo
            and printed_places.province_key = departments.name_key

),

districts as (

    select
        provinces.*,
        -- In a unit of one province a district may stand in the province's column.
        province_districts.district_ubigeo as province_column_district_ubigeo,
        province_districts.place_match as province_column_match,
        province_districts.place_score as province_column_score,
        district_matches.district_ubigeo,
        district_matches.province_ubigeo as district_province_ubigeo,
        district_matches.place_match as district_match,
        district_matches.place_score as district_score,
        district_matches.nearest_places as nearest_districts,
        district_matches.found_elsewhere as district_elsewhere,
        parent_names.ubigeo is not null as is_province_in_district_column
    from provinces
    left join district_matches as province_districts
        on
            provinces.department_ubigeo = province_districts.department_ubigeo
            and provinces.only_province_ubigeo = province_districts.parent_ubigeo
            and provinces.geography_date = province_districts.geography_date
            and not province_districts.is_ocr
            and provinces.province_text = province_districts.printed_text
            and provinces.province_match = 'unresolved'
    left join district_matches
        on
            provinces.department_ubigeo = district_matches.department_ubigeo
            and coalesce(provinces.province_ubigeo, provinces.only_province_ubigeo)
            is not distinct from district_matches.parent_ubigeo
            and provinces.geography_date = district_matches.geography_date
            and not district_matches.is_ocr
            and provinces.district_text = district_matches.printed_text
    left join place_names as parent_names
        on
            provinces.province_ubigeo = parent_names.ubigeo
            and provinces.district_key = parent_names.name_key
            and district_matches.place_match = 'unresolved'

),

judged as (

    select
        *,
        case
            when province_key is null or is_department then null
            when province_match != 'unresolved' then province_match
            when coalesce(province_column_match, 'unresolved') != 'unresolved'
                then province_column_match
            else 'unresolved'
        end as first_match,
        case
            when province_key is null or is_department then null
            when province_match != 'unresolved' then province_score
            else coalesce(province_column_score, province_score)
        end as first_score
    from districts

),

final as (

    select
        department_ubigeo,
        geography_date,
        province_text,
        district_text,
        only_province_ubigeo,
        case
            when first_match = 'unresolved' then null
            when province_match != 'unresolved' then province_ubigeo
            when province_column_district_ubigeo is not null then only_province_ubigeo
            else coalesce(district_province_ubigeo, case
                when district_key is not null then only_province_ubigeo
            end)
        end as province_ubigeo,
        case
            when first_match = 'unresolved' then null
            when province_column_district_ubigeo is not null and province_match = 'unresolved'
                then province_column_district_ubigeo
            else district_ubigeo
        end as district_ubigeo,
        case
            when province_key is null and district_key is null then 'department'
            when first_match = 'unresolved' then 'unresolved'
            when is_department and district_key is null then 'department'
            when district_key is null or is_province_in_district_column then first_match
            when district_match = 'unresolved' then 'unresolved'
            -- The weaker of the two answers.
            when 'similar' in (first_match, district_match) then 'similar'
            when 'alias' in (first_match, district_match) then 'alias'
            when 'normalised' in (first_match, district_match) then 'normalised'
            else coalesce(district_match, first_match)
        end as place_match,
        case
            when province_key is null and district_key is null then null
            when
                first_match = 'unresolved' or district_key is null
                or is_province_in_district_column then first_score
            else least(coalesce(first_score, 1), district_score)
        end as place_score,
        case
            when is_province_in_district_column then 'district'
            when is_department then 'province'
        end as mismatched_column,
        case
            when first_match = 'unresolved' then 'province'
            when district_match = 'unresolved' and not is_province_in_district_column
                then 'district'
        end as unknown_column,
        case
            when first_match = 'similar' then 'province'
            when district_match = 'similar' then 'district'
        end as similar_column,
        case
            when first_match = 'unresolved' then province_elsewhere
            else district_elsewhere
        end as found_elsewhere,
        case
            when first_match = 'unresolved' then nearest_provinces
            else nearest_districts
        end as nearest_places
    from judged

)

select * from final
