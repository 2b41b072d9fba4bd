with

documents as (

    select * from {{ ref('int_documents') }}

),

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

figure_services as (

    select * from {{ ref('int_figure_services') }}

),

measure_labels as (

    select * from {{ ref('int_measure_labels') }}

),

period_labels as (

    select * from {{ ref('int_period_labels') }}

),

printed_numbers as (

    select * from {{ ref('int_printed_numbers') }}

),

places as (

    select * from {{ ref('part_printed_places') }}

),

measures as (

    select * from {{ ref('measures') }}

),

joined as (

    select
        printed_figures.figure_id,
        printed_figures.row_id,
        printed_figures.document_id,
        printed_figures.block,
        printed_figures.location,
        documents.department_ubigeo,
        places.province_ubigeo,
        places.district_ubigeo,
        case when places.place_match != 'department' then printed_figures.province_text end
            as printed_province,
        case when places.place_match != 'department' then printed_figures.district_text end
            as printed_district,
        coalesce(places.place_match, 'department') as place_match,
        places.place_score,
        case places.mismatched_column
            when 'province' then printed_figures.province_text
            when 'district' then printed_figures.district_text
        end as mismatched_text,
        case places.unknown_column
            when 'province' then printed_figures.province_text
            when 'district' then printed_figures.district_text
        end as unknown_text,
        case coalesce(places.unknown_column, places.mismatched_column, places.similar_column)
            when 'province'
                then coalesce(
                    printed_figures.province_location,
                    {{ printed_row_of('printed_figures.location') }}
                )
            when 'district'
                then coalesce(
                    printed_figures.district_location,
                    {{ printed_row_of('printed_figures.location') }}
                )
        end as place_location,
        places.found_elsewhere,
        places.nearest_places,
        figure_services.service_code,
        figure_services.service_label,
        figure_services.modality_code,
        figure_services.modality_label,
        printed_figures.place_name,
        case
            when printed_figures.block = 'usage' then measure_labels.measure_code
            else 'centros'
        end as measure_code,
        case
            when printed_figures.block = 'usage'
                then coalesce(
                    nullif(printed_figures.measure_label, ''),
                    nullif(printed_figures.column_heading, '')
                )
        end as measure_label,
        case
            when printed_figures.block = 'usage'
                then {{ single_spaced('printed_figures.period_label') }}
            else documents.as_of_label
        end as period_label,
        case
            when printed_figures.block = 'usage' then period_labels.period_start
            else documents.as_of_month
        end as period_start,
        case
            -- The running year (`2023` in a summary of March) is counted up to the month.
            when
                printed_figures.block = 'usage'
                and period_labels.period_kind = 'year'
                and period_labels.period_start = date_trunc('year', documents.as_of_month)
                then last_day(documents.as_of_month)
            when printed_figures.block = 'usage' then period_labels.period_end
            else last_day(documents.as_of_month)
        end as period_end,
        case
            when
                printed_figures.block = 'usage'
                and period_labels.period_kind = 'year'
                and period_labels.period_start = date_trunc('year', documents.as_of_month)
                and month(documents.as_of_month) < 12
                then 'year_to_date'
            when printed_figures.block = 'usage' then period_labels.period_kind
            else 'as_of'
        end as period_kind,
        printed_figures.row_kind != 'detail' or printed_figures.column_kind != 'detail'
            as is_total,
        case
            when printed_figures.column_kind = 'total' then 'all_services'
            when printed_figures.row_kind = 'total' then 'department'
            when
                printed_figures.row_kind = 'subtotal' and figure_services.modality_label is not null
                then 'modality'
            when printed_figures.row_kind = 'subtotal' and places.province_ubigeo is not null
                then 'province'
            when printed_figures.row_kind = 'subtotal' then 'modality'
        end as total_of,
        printed_numbers.value,
        case
            when printed_figures.printed_text is null then 'listed'
            else printed_numbers.value_status
        end as value_status,
        printed_numbers.value_fault,
        printed_figures.printed_text
    from printed_figures
    inner join documents on printed_figures.document_id = documents.document_id
    inner join figure_services
        on
            printed_figures.block = figure_services.block
            and printed_figures.row_label is not distinct from figure_services.row_label
            and printed_figures.section_heading is not distinct from figure_services.section_heading
            and printed_figures.centre_label is not distinct from figure_services.centre_label
            and printed_figures.column_kind = figure_services.column_kind
    left join measure_labels
        on
            figure_services.service_code = measure_labels.service_code
            and printed_figures.measure_label is not distinct from measure_labels.measure_label
            and printed_figures.column_heading is not distinct from measure_labels.column_heading
    left join period_labels on printed_figures.period_label = period_labels.period_label
    left join printed_numbers
        on
            printed_figures.printed_text = printed_numbers.printed_text
            and (printed_figures.block = 'map_legend') = printed_numbers.is_ocr
    left join places
        on
            documents.department_ubigeo = places.department_ubigeo
            and documents.geography_date = places.geography_date
            and documents.only_province_ubigeo is not distinct from places.only_province_ubigeo
            and printed_figures.province_text is not distinct from places.province_text
            and printed_figures.district_text is not distinct from places.district_text

),

-- What no measure of any service allows is past sense for an unknown measure too.
limits as (

    select
        service_code,
        measure_code,
        maximum_value
    from measures
    union all
    select
        'unknown' as service_code,
        'unknown' as measure_code,
        max(maximum_value) as maximum_value
    from measures

),

final as (

    select
        joined.* exclude (value_fault),
        case
            when joined.value_fault is not null then joined.value_fault
            when joined.value_status = 'unreadable' then 'unreadable_number'
            when joined.value > limits.maximum_value then 'out_of_range'
        end as value_fault
    from joined
    left join limits
        on
            limits.service_code = case
                when joined.measure_code = 'centros' then '*'
                when joined.measure_code is null then 'unknown'
                else joined.service_code
            end
            and limits.measure_code = coalesce(joined.measure_code, 'unknown')

)

select * from final
