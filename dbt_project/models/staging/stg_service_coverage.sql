with

source as (

    select * from {{ source('raw', 'service_coverage') }}

),

final as (

    select
        document_id,
        figure_id,
        row_id,
        location,
        section_number,
        section_heading,
        row_label,
        row_kind,
        centre_label,
        province_text,
        province_location,
        district_text,
        district_location,
        place_name,
        count_text
    from source

)

select * from final
