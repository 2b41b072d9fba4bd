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
        district_text,
        place_name,
        count_text
    from source

)

select * from final
