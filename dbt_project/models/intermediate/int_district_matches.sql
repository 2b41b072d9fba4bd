with

documents as (

    select * from {{ ref('int_documents') }}

),

province_matches as (

    select * from {{ ref('int_province_matches') }}

),

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

poverty_ranking as (

    select * from {{ ref('stg_poverty_ranking') }}

),

place_texts as (

    select * from {{ ref('int_place_texts') }}

),

place_names as (

    select * from {{ ref('int_place_names') }}

),

printed_places as (

    select distinct
        document_id,
        province_text,
        district_text,
        false as is_ocr
    from printed_figures
    union
    select
        document_id,
        province_text,
        district_text,
        true as is_ocr
    from poverty_ranking

),

parents as (

    select distinct
        documents.department_ubigeo,
        documents.only_province_ubigeo,
        documents.geography_date,
        printed_places.is_ocr,
        printed_places.province_text,
        printed_places.district_text,
        province_matches.province_ubigeo
    from printed_places
    inner join documents on printed_places.document_id = documents.document_id
    left join province_matches
        on
            documents.department_ubigeo = province_matches.department_ubigeo
            and documents.geography_date = province_matches.geography_date
            and printed_places.is_ocr = province_matches.is_ocr
            and printed_places.province_text = province_matches.printed_text
    where documents.department_ubigeo is not null

),

-- A unit of one province prints its districts where others print provinces.
asked_texts as (

    select
        department_ubigeo,
        geography_date,
        is_ocr,
        coalesce(province_ubigeo, only_province_ubigeo) as province_ubigeo,
        district_text as printed_text
    from parents
    union
    select
        department_ubigeo,
        geography_date,
        is_ocr,
        only_province_ubigeo as province_ubigeo,
        province_text as printed_text
    from parents
    where
        province_ubigeo is null
        and only_province_ubigeo is not null

),

questions as (

    select
        'district' as level,
        asked_texts.department_ubigeo,
        asked_texts.province_ubigeo,
        asked_texts.geography_date,
        asked_texts.is_ocr,
        place_texts.printed_text,
        place_texts.clean_text,
        place_texts.name_key,
        place_texts.place_key
    from asked_texts
    inner join place_texts on asked_texts.printed_text = place_texts.printed_text
    where place_texts.place_key != ''

),

{{ place_matches() }},

final as (

    select
        department_ubigeo,
        parent_ubigeo,
        geography_date,
        is_ocr,
        printed_text,
        ubigeo as district_ubigeo,
        left(ubigeo, 4) as province_ubigeo,
        place_match,
        place_score,
        nearest_places,
        found_elsewhere
    from place_matches

)

select * from final
