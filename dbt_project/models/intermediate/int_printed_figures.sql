{{ config(materialized='view') }}

with

service_figures as (

    select * from {{ ref('stg_service_figures') }}

),

service_coverage as (

    select * from {{ ref('stg_service_coverage') }}

),

consolidated_cells as (

    select * from {{ ref('stg_consolidated_cells') }}

),

map_legend as (

    select * from {{ ref('stg_map_legend') }}

),

usage_figures as (

    select
        figure_id,
        row_id,
        document_id,
        'usage' as block,
        location,
        row_label,
        section_heading,
        cast(null as varchar) as centre_label,
        cast(null as varchar) as place_name,
        province_text,
        cast(null as varchar) as province_location,
        district_text,
        cast(null as varchar) as district_location,
        measure_label,
        column_heading,
        period_label,
        row_kind,
        'detail' as column_kind,
        printed_text
    from service_figures

),

coverage_figures as (

    select
        figure_id,
        row_id,
        document_id,
        'coverage' as block,
        location,
        row_label,
        section_heading,
        centre_label,
        place_name,
        case when row_kind != 'total' then province_text end as province_text,
        province_location,
        case when row_kind != 'total' then district_text end as district_text,
        district_location,
        cast(null as varchar) as measure_label,
        cast(null as varchar) as column_heading,
        cast(null as varchar) as period_label,
        row_kind,
        'detail' as column_kind,
        count_text as printed_text
    from service_coverage

),

matrix_figures as (

    select
        figure_id,
        row_id,
        document_id,
        'matrix' as block,
        location,
        column_label as row_label,
        cast(null as varchar) as section_heading,
        cast(null as varchar) as centre_label,
        cast(null as varchar) as place_name,
        case when row_kind = 'detail' and place_level = 'province' then row_label end
            as province_text,
        row_label_location as province_location,
        case when row_kind = 'detail' and place_level = 'district' then row_label end
            as district_text,
        row_label_location as district_location,
        cast(null as varchar) as measure_label,
        cast(null as varchar) as column_heading,
        cast(null as varchar) as period_label,
        row_kind,
        column_kind,
        printed_text
    from consolidated_cells

),

legend_figures as (

    select
        figure_id,
        row_id,
        document_id,
        'map_legend' as block,
        location,
        service_label as row_label,
        cast(null as varchar) as section_heading,
        cast(null as varchar) as centre_label,
        cast(null as varchar) as place_name,
        cast(null as varchar) as province_text,
        cast(null as varchar) as province_location,
        cast(null as varchar) as district_text,
        cast(null as varchar) as district_location,
        cast(null as varchar) as measure_label,
        cast(null as varchar) as column_heading,
        cast(null as varchar) as period_label,
        'detail' as row_kind,
        'detail' as column_kind,
        count_text as printed_text
    from map_legend

),

final as (

    select * from usage_figures
    union all
    select * from coverage_figures
    union all
    select * from matrix_figures
    union all
    select * from legend_figures

)

select * from final
