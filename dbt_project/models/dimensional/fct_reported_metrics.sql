with

figures as (

    select * from {{ ref('int_figures') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

-- A service whose places are confidential is never placed below the level it allows.
placed_figures as (

    select
        figures.* exclude (district_ubigeo, printed_district, place_name),
        case
            when coalesce(services.finest_place_level, 'district') = 'district'
                then figures.district_ubigeo
        end as district_ubigeo,
        case
            when coalesce(services.finest_place_level, 'district') = 'district'
                then figures.printed_district
        end as printed_district,
        case
            when coalesce(services.finest_place_level, 'district') = 'district'
                then figures.place_name
        end as place_name
    from figures
    left join services
        on figures.service_code = services.service_code
    where not figures.is_withheld

),

final as (

    select
        placed_figures.figure_id,
        placed_figures.document_id,
        documents.as_of_month,
        placed_figures.block,
        placed_figures.service_code,
        placed_figures.service_label,
        placed_figures.modality_code,
        placed_figures.modality_label,
        placed_figures.measure_code,
        placed_figures.measure_label,
        coalesce(
            placed_figures.district_ubigeo,
            placed_figures.province_ubigeo,
            placed_figures.department_ubigeo
        ) as place_ubigeo,
        placed_figures.department_ubigeo,
        placed_figures.province_ubigeo,
        placed_figures.district_ubigeo,
        placed_figures.printed_province,
        placed_figures.printed_district,
        placed_figures.place_name,
        placed_figures.place_match,
        placed_figures.period_label,
        placed_figures.period_start,
        placed_figures.period_end,
        placed_figures.period_kind,
        placed_figures.is_total,
        placed_figures.total_of,
        placed_figures.value,
        placed_figures.value_status,
        placed_figures.printed_text,
        placed_figures.location
    from placed_figures
    inner join documents
        on placed_figures.document_id = documents.document_id

)

select * from final
