with

documents as (

    select * from {{ ref('int_documents') }}

),

printed_figures as not materialized (

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

place_texts as (

    select * from {{ ref('int_place_texts') }}

),

place_names as (

    select * from {{ ref('int_place_names') }}

),

province_matches as (

    select * from {{ ref('int_province_matches') }}

),

district_matches as (

    select * from {{ ref('int_district_matches') }}

),

measures as (

    select * from {{ ref('measures') }}

),

-- The distinct places printed in the documents of a unit, with the two names in their keys.
printed_places as (

    select distinct
        documents.department_ubigeo,
        documents.only_province_ubigeo,
        documents.geography_date,
        printed_figures.province_text,
        printed_figures.district_text,
        nullif(province_texts.place_key, '') as province_key,
        nullif(district_texts.place_key, '') as district_key
    from printed_figures
    inner join documents on printed_figures.document_id = documents.document_id
    left join place_texts as province_texts
        on printed_figures.province_text = province_texts.printed_text
    left join place_texts as district_texts
        on printed_figures.district_text = district_texts.printed_text

),

-- A department printed where a province belongs says nothing about the province.
provinces as (

    select
        printed_places.*,
        province_matches.province_ubigeo,
        province_matches.place_match as province_match,
        province_matches.place_score as province_score,
        province_matches.nearest_places as nearest_provinces,
        province_matches.found_elsewhere as province_elsewhere,
        coalesce(
            province_matches.place_match = 'unresolved'
            and departments.ubigeo is not null, false
        ) as is_department
    from printed_places
    left join province_matches
        on
            printed_places.department_ubigeo = province_matches.department_ubigeo
            and printed_places.geography_date = province_matches.geography_date
            and not province_matches.is_ocr
            and printed_places.province_text = province_matches.printed_text
    left join place_names as departments
        on
            printed_places.department_ubigeo = departments.ubigeo
            and printed_places.province_key = departments.name_key

),

districts as (

    select
        provinces.*,
        -- In a unit of one province a district may stand in the province's column.
        province_districts.district_ubigeo as province_column_district_ubigeo,
        province_districts.place_match as province_column_match,
        province_districts.place_score as province_column_score,
        district_matches.district_ubigeo,
        district_matches.province_ubigeo as district_province_ubigeo,
        district_matches.place_match as district_match,
        district_matches.place_score as district_score,
        district_matches.nearest_places as nearest_districts,
        district_matches.found_elsewhere as district_elsewhere,
        parent_names.ubigeo is not null as is_province_in_district_column
    from provinces
    left join district_matches as province_districts
        on
            provinces.department_ubigeo = province_districts.department_ubigeo
            and provinces.only_province_ubigeo = province_districts.parent_ubigeo
            and provinces.geography_date = province_districts.geography_date
            and not province_districts.is_ocr
            and provinces.province_text = province_districts.printed_text
            and provinces.province_match = 'unresolved'
    left join district_matches
        on
            provinces.department_ubigeo = district_matches.department_ubigeo
            and coalesce(provinces.province_ubigeo, provinces.only_province_ubigeo)
            is not distinct from district_matches.parent_ubigeo
            and provinces.geography_date = district_matches.geography_date
            and not district_matches.is_ocr
            and provinces.district_text = district_matches.printed_text
    left join place_names as parent_names
        on
            provinces.province_ubigeo = parent_names.ubigeo
            and provinces.district_key = parent_names.name_key
            and district_matches.place_match = 'unresolved'

),

judged as (

    select
        *,
        case
            when province_key is null or is_department then null
            when province_match != 'unresolved' then province_match
            when coalesce(province_column_match, 'unresolved') != 'unresolved'
                then province_column_match
            else 'unresolved'
        end as first_match,
        case
            when province_key is null or is_department then null
            when province_match != 'unresolved' then province_score
            else coalesce(province_column_score, province_score)
        end as first_score
    from districts

),

places as (

    select
        department_ubigeo,
        geography_date,
        province_text,
        district_text,
        only_province_ubigeo,
        case
            when first_match = 'unresolved' then null
            when province_match != 'unresolved' then province_ubigeo
            when province_column_district_ubigeo is not null then only_province_ubigeo
            else coalesce(district_province_ubigeo, case
                when district_key is not null then only_province_ubigeo
            end)
        end as province_ubigeo,
        case
            when first_match = 'unresolved' then null
            when province_column_district_ubigeo is not null and province_match = 'unresolved'
                then province_column_district_ubigeo
            else district_ubigeo
        end as district_ubigeo,
        case
            when province_key is null and district_key is null then 'department'
            when first_match = 'unresolved' then 'unresolved'
            when is_department and district_key is null then 'department'
            when district_key is null or is_province_in_district_column then first_match
            when district_match = 'unresolved' then 'unresolved'
            -- The weaker of the two answers.
            when 'similar' in (first_match, district_match) then 'similar'
            when 'alias' in (first_match, district_match) then 'alias'
            when 'normalised' in (first_match, district_match) then 'normalised'
            else coalesce(district_match, first_match)
        end as place_match,
        case
            when province_key is null and district_key is null then null
            when
                first_match = 'unresolved' or district_key is null
                or is_province_in_district_column then first_score
            else least(coalesce(first_score, 1), district_score)
        end as place_score,
        case
            when is_province_in_district_column then 'district'
            when is_department then 'province'
        end as mismatched_column,
        case
            when first_match = 'unresolved' then 'province'
            when district_match = 'unresolved' and not is_province_in_district_column
                then 'district'
        end as unknown_column,
        case
            when first_match = 'similar' then 'province'
            when district_match = 'similar' then 'district'
        end as similar_column,
        case
            when first_match = 'unresolved' then province_elsewhere
            else district_elsewhere
        end as found_elsewhere,
        case
            when first_match = 'unresolved' then nearest_provinces
            else nearest_districts
        end as nearest_places
    from judged

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
            when printed_figures.block = 'usage' then printed_figures.period_label
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
