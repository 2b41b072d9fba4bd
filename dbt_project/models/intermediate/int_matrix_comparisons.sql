with

-- Read once for each of what follows: fewer columns are cheaper than the same rows kept aside.
figures as not materialized (

    select * from {{ ref('int_figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

coverage_counts as (

    select * from {{ ref('int_coverage_counts') }}

),

matrix_figures as not materialized (

    select
        figures.figure_id,
        figures.document_id,
        figures.location,
        figures.department_ubigeo,
        figures.province_ubigeo,
        figures.printed_province,
        figures.printed_district,
        figures.service_code,
        figures.service_label,
        figures.modality_code,
        figures.modality_label,
        figures.period_start,
        figures.period_end,
        figures.is_total,
        figures.total_of,
        figures.value,
        figures.value_status,
        coalesce(figures.service_code, figures.service_label, '') as service_key,
        coalesce(figures.modality_code, figures.modality_label, '') as modality_key,
        coalesce(figures.province_ubigeo, figures.printed_province, '') as province_key,
        {{ countable_value('figures.value', 'figures.value_status') }} as countable
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    where documents.is_loaded and figures.block = 'matrix'

),

cells as not materialized (

    select * from matrix_figures
    where not is_total

),

-- What the matrices say of a service: a column, sometimes one a modality.
matrix_columns as (

    select
        document_id,
        service_key,
        modality_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        min(modality_code) as modality_code,
        min(modality_label) as modality_label,
        min(department_ubigeo) as department_ubigeo,
        min(period_start) as period_start,
        max(period_end) as period_end,
        sum(countable) as centres,
        count(value) as counted_cells,
        arg_min(location, figure_id) filter (where value is not null) as location
    from cells
    group by 1, 2, 3

),

-- Where a column's sum is printed: its total cell, unless that says something else.
printed_columns as (

    select
        document_id,
        service_key,
        modality_key,
        value as centres,
        arg_min(location, figure_id) as location
    from matrix_figures
    where is_total and total_of = 'department' and value is not null
    group by 1, 2, 3, 4

),

matrix_provinces as (

    select
        document_id,
        service_key,
        modality_key,
        province_key,
        min(province_ubigeo) as province_ubigeo,
        min(printed_province) as printed_province,
        sum(countable) as centres,
        count(*) - count(countable) as unknown_cells,
        bool_or(printed_district is not null) as has_districts,
        min(location) as location
    from cells
    group by 1, 2, 3, 4

),

detail_services as (

    select
        document_id,
        service_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        min(period_start) as period_start,
        max(period_end) as period_end,
        sum(centres) as centres,
        min(location) as location
    from coverage_counts
    group by 1, 2

),

-- The tables' side of each matrix column, at the column's own level of modality.
detail_provinces as (

    select
        matrix_columns.document_id,
        matrix_columns.service_key,
        matrix_columns.modality_key,
        coverage_counts.province_key,
        min(coverage_counts.province_ubigeo) as province_ubigeo,
        min(coverage_counts.printed_province) as printed_province,
        sum(coverage_counts.centres) as centres,
        sum(coverage_counts.unknown_rows) as unknown_rows,
        min(coverage_counts.location) as location
    from matrix_columns
    inner join coverage_counts
        on
            matrix_columns.document_id = coverage_counts.document_id
            and matrix_columns.service_key = coverage_counts.service_key
            and matrix_columns.modality_key
            in ('', coverage_counts.modality_key)
    group by 1, 2, 3, 4

),

unplaced_details as (

    select
        document_id,
        service_key,
        modality_key,
        coalesce(sum(centres) filter (where province_ubigeo is null), 0) as centres,
        coalesce(sum(unknown_rows) filter (where province_ubigeo is null), 0) as unknown_rows
    from detail_provinces
    group by 1, 2, 3

),

unplaced_cells as (

    select
        document_id,
        service_key,
        modality_key,
        coalesce(sum(centres) filter (where province_ubigeo is null), 0) as centres,
        coalesce(sum(unknown_cells) filter (where province_ubigeo is null), 0) as unknown_cells,
        -- A matrix of provinces prints each once; one of districts may print more of a province.
        bool_or(has_districts) as has_districts
    from matrix_provinces
    group by 1, 2, 3

),

province_pairs as (

    select
        coalesce(detail_provinces.document_id, matrix_provinces.document_id) as document_id,
        coalesce(detail_provinces.service_key, matrix_provinces.service_key) as service_key,
        coalesce(detail_provinces.modality_key, matrix_provinces.modality_key) as modality_key,
        coalesce(detail_provinces.province_ubigeo, matrix_provinces.province_ubigeo)
            as province_ubigeo,
        coalesce(matrix_provinces.printed_province, detail_provinces.printed_province)
            as printed_province,
        coalesce(detail_provinces.centres, 0) as detail_centres,
        coalesce(detail_provinces.unknown_rows, 0) as detail_unknown_rows,
        detail_provinces.location as detail_location,
        coalesce(matrix_provinces.centres, 0) as matrix_centres,
        coalesce(matrix_provinces.unknown_cells, 0) as matrix_unknown_cells,
        matrix_provinces.location as matrix_location
    from detail_provinces
    full outer join matrix_provinces
        on
            detail_provinces.document_id = matrix_provinces.document_id
            and detail_provinces.service_key = matrix_provinces.service_key
            and detail_provinces.modality_key = matrix_provinces.modality_key
            and detail_provinces.province_key = matrix_provinces.province_key

),

detail_comparisons as (

    select
        province_pairs.document_id,
        'detail_vs_matrix' as kind,
        'matrix' as block,
        matrix_columns.service_code,
        matrix_columns.service_label,
        matrix_columns.modality_code,
        matrix_columns.modality_label,
        'centros' as measure_code,
        coalesce(province_pairs.province_ubigeo, matrix_columns.department_ubigeo)
            as place_ubigeo,
        province_pairs.printed_province as printed_place,
        matrix_columns.period_start,
        matrix_columns.period_end,
        'detail tables' as left_what,
        province_pairs.detail_centres as left_value,
        province_pairs.detail_location as left_location,
        province_pairs.document_id as left_document_id,
        case
            when province_pairs.matrix_location is null then 'matrix (prints no count of the place)'
            else 'matrix'
        end as right_what,
        province_pairs.matrix_centres as right_value,
        province_pairs.matrix_location as right_location,
        province_pairs.document_id as right_document_id,
        'equal' as rule,
        case
            when matrix_columns.service_code is null then 'the service is unknown'
            when province_pairs.detail_unknown_rows > 0 then 'a row of the tables is no number'
            when province_pairs.matrix_unknown_cells > 0 then 'the matrix cell is no number'
            when
                province_pairs.province_ubigeo is null
                and province_pairs.detail_location is null
                then 'a row of the matrix has no known province'
            when province_pairs.province_ubigeo is null
                then 'a row of the tables has no known province'
            -- Rows of no known province can only add: they matter where they could fill the gap.
            when
                province_pairs.detail_centres < province_pairs.matrix_centres
                and (
                    unplaced_details.unknown_rows > 0
                    or province_pairs.detail_centres + unplaced_details.centres
                    >= province_pairs.matrix_centres
                )
                then 'a row of the tables has no known province'
            when
                province_pairs.detail_centres > province_pairs.matrix_centres
                and (province_pairs.matrix_location is null or unplaced_cells.has_districts)
                and (
                    unplaced_cells.unknown_cells > 0
                    or province_pairs.matrix_centres + unplaced_cells.centres
                    >= province_pairs.detail_centres
                )
                then 'a row of the matrix has no known province'
        end as reason
    from province_pairs
    inner join unplaced_details
        on
            province_pairs.document_id = unplaced_details.document_id
            and province_pairs.service_key = unplaced_details.service_key
            and province_pairs.modality_key = unplaced_details.modality_key
    inner join unplaced_cells
        on
            province_pairs.document_id = unplaced_cells.document_id
            and province_pairs.service_key = unplaced_cells.service_key
            and province_pairs.modality_key = unplaced_cells.modality_key
    inner join matrix_columns
        on
            province_pairs.document_id = matrix_columns.document_id
            and province_pairs.service_key = matrix_columns.service_key
            and province_pairs.modality_key = matrix_columns.modality_key
    where
        province_pairs.detail_centres != 0
        or province_pairs.detail_unknown_rows > 0
        or province_pairs.matrix_centres != 0
        or province_pairs.matrix_unknown_cells > 0

),

-- One difference a service, not one a province: the tables leave it out altogether.
matrix_only_comparisons as (

    select
        matrix_columns.document_id,
        'detail_vs_matrix' as kind,
        'matrix' as block,
        matrix_columns.service_code,
        matrix_columns.service_label,
        matrix_columns.modality_code,
        matrix_columns.modality_label,
        'centros' as measure_code,
        matrix_columns.department_ubigeo as place_ubigeo,
        cast(null as varchar) as printed_place,
        matrix_columns.period_start,
        matrix_columns.period_end,
        'detail tables (none names it)' as left_what,
        0 as left_value,
        cast(null as varchar) as left_location,
        matrix_columns.document_id as left_document_id,
        case
            when printed_columns.centres is not null or matrix_columns.counted_cells = 1
                then 'matrix'
            else 'matrix (sum of the cells from here down)'
        end as right_what,
        matrix_columns.centres as right_value,
        coalesce(printed_columns.location, matrix_columns.location) as right_location,
        matrix_columns.document_id as right_document_id,
        'equal' as rule,
        case when matrix_columns.service_code is null then 'the service is unknown' end as reason
    from matrix_columns
    left join detail_services
        on
            matrix_columns.document_id = detail_services.document_id
            and matrix_columns.service_key = detail_services.service_key
    left join printed_columns
        on
            matrix_columns.document_id = printed_columns.document_id
            and matrix_columns.service_key = printed_columns.service_key
            and matrix_columns.modality_key = printed_columns.modality_key
            and matrix_columns.centres = printed_columns.centres
    where matrix_columns.centres > 0 and detail_services.document_id is null

),

documents_with_matrix as (

    select distinct document_id
    from matrix_columns

),

detail_only_comparisons as (

    select
        detail_services.document_id,
        'detail_vs_matrix' as kind,
        'coverage' as block,
        detail_services.service_code,
        detail_services.service_label,
        cast(null as varchar) as modality_code,
        cast(null as varchar) as modality_label,
        'centros' as measure_code,
        documents.department_ubigeo as place_ubigeo,
        cast(null as varchar) as printed_place,
        detail_services.period_start,
        detail_services.period_end,
        'detail tables' as left_what,
        detail_services.centres as left_value,
        detail_services.location as left_location,
        detail_services.document_id as left_document_id,
        'matrix' as right_what,
        cast(null as decimal(18, 0)) as right_value,
        cast(null as varchar) as right_location,
        detail_services.document_id as right_document_id,
        'equal' as rule,
        'no matrix has a column for the service' as reason
    from detail_services
    inner join documents
        on detail_services.document_id = documents.document_id
    inner join documents_with_matrix
        on detail_services.document_id = documents_with_matrix.document_id
    left join matrix_columns
        on
            detail_services.document_id = matrix_columns.document_id
            and detail_services.service_key = matrix_columns.service_key
    where matrix_columns.document_id is null

),

final as (

    select * from detail_comparisons

    union all

    select * from matrix_only_comparisons

    union all

    select * from detail_only_comparisons

)

select * from final
