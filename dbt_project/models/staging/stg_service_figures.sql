with

source as (

    select * from {{ source('raw', 'service_figures') }}

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
        province_text,
        district_text,
        column_heading,
        period_label,
        measure_label,
        cell_text,
        printed_text
    from source

)

select * from final
