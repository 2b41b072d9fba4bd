with

resolved_figures as not materialized (

    select * from {{ ref('int_resolved_figures') }}

),

detail_figures as not materialized (

    select *
    from resolved_figures
    where
        block in ('coverage', 'matrix')
        and coalesce(total_of, 'all_services') = 'all_services'
        and province_ubigeo is not null
        and place_match != 'unresolved'
        and value_status != 'listed'

),

repeated_figures as (

    select
        document_id,
        block,
        province_ubigeo,
        district_ubigeo
    from detail_figures
    -- Each matrix has a column of totals: the same label twice, and nothing repeated.
    where total_of is null
    group by
        document_id,
        block,
        province_ubigeo,
        district_ubigeo,
        service_label,
        modality_label,
        place_name
    having count(*) > 1

),

-- Only these can be in such rows; all others are spared the work below.
repeated_places as (

    select distinct
        document_id,
        block,
        province_ubigeo,
        district_ubigeo
    from repeated_figures

),

suspect_figures as (

    select
        detail_figures.*,
        {{ table_of('detail_figures.location') }} as table_location,
        regexp_replace(detail_figures.location, ' > cell [0-9]+$', '') as row_location
    from detail_figures
    inner join repeated_places
        on
            detail_figures.document_id = repeated_places.document_id
            and detail_figures.block = repeated_places.block
            and detail_figures.province_ubigeo = repeated_places.province_ubigeo
            and detail_figures.district_ubigeo is not distinct from repeated_places.district_ubigeo

),

-- A province stands once under each kind of centre and name of a coverage table, and once in a
-- matrix; what a row says is its count, or all its counts.
printed_rows as (

    select
        document_id,
        block,
        table_location,
        row_id,
        province_ubigeo,
        district_ubigeo,
        case when block = 'coverage' then service_code end as service_code,
        case when block = 'coverage' then coalesce(modality_code, modality_label) end as centre_key,
        case when block = 'coverage' then place_name end as name_key,
        min(row_location) as row_location,
        min(coalesce(printed_district, printed_province)) as printed_text,
        string_agg(
            coalesce(cast(value as varchar), value_status), '|' order by service_label, figure_id
        ) as counts
    from suspect_figures
    group by all

),

repeated_rows as (

    select
        document_id,
        row_id,
        row_location,
        printed_text,
        block,
        count(distinct counts) over same_place > 1 as is_contradiction,
        false as is_whole_table
    from printed_rows
    window
        same_place as (
            partition by
                document_id,
                block,
                table_location,
                province_ubigeo,
                district_ubigeo,
                service_code,
                centre_key,
                name_key
        )
    qualify count(*) over same_place > 1

),

-- All that a table says of its places; in a coverage table of a known service.
printed_tables as (

    select
        document_id,
        block,
        table_location,
        case when block = 'coverage' then service_code end as service_code,
        min(service_label) as service_label,
        min(row_id) as row_id,
        string_agg(
            concat_ws(
                '|',
                coalesce(service_label, ''),
                province_ubigeo,
                coalesce(district_ubigeo, ''),
                coalesce(modality_label, ''),
                coalesce(place_name, ''),
                coalesce(cast(value as varchar), value_status)
            ), ';'
            order by
                province_ubigeo, district_ubigeo, service_label, modality_label, place_name, value
        ) as content
    from suspect_figures
    where
        block = 'matrix'
        or service_code is not null
    group by all

),

repeated_tables as (

    select
        document_id,
        row_id,
        table_location as row_location,
        service_label as printed_text,
        block,
        false as is_contradiction,
        true as is_whole_table
    from printed_tables
    qualify count(*) over (partition by document_id, block, service_code, content) > 1

),

final as (

    select * from repeated_rows
    union all
    select * from repeated_tables

)

select * from final
