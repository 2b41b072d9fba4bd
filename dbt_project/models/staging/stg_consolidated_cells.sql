with

source as (

    select * from {{ source('raw', 'consolidated_cells') }}

),

final as (

    select
        document_id,
        figure_id,
        row_id,
        location,
        cast(matrix_number as integer) as matrix_number,
        matrix_heading,
        row_label,
        row_label_location,
        place_level,
        row_kind,
        column_label,
        column_kind,
        printed_text
    from source

)

select * from final
