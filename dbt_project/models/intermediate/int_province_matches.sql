with

documents as (

    select * from {{ ref('int_documents') }}

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

printed_provinces as (

    select distinct
        document_id,
        province_text as printed_text,
        false as is_ocr
    from printed_figures
    union
    select
        document_id,
        province_text as printed_text,
        true as is_ocr
    from poverty_ranking

),

questions as (

    select distinct
        'province' as level,
        documents.department_ubigeo,
        cast(null as varchar) as province_ubigeo,
        documents.geography_date,
        printed_provinces.is_ocr,
        place_texts.printed_text,
        place_texts.clean_text,
        place_texts.name_key,
        place_texts.place_key
    from printed_provinces
    inner join documents on printed_provinces.document_id = documents.document_id
    inner join place_texts on printed_provinces.printed_text = place_texts.printed_text
    where
        place_texts.place_key != ''
        and documents.department_ubigeo is not null

),

{{ place_matches() }},

final as (

    select
        department_ubigeo,
        geography_date,
        is_ocr,
        printed_text,
        ubigeo as province_ubigeo,
        place_match,
        place_score,
        nearest_places,
        found_elsewhere
    from place_matches

)

select * from final
