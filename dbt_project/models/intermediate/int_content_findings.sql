with

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

figure_services as (

    select * from {{ ref('int_figure_services') }}

),

services as (

    select * from {{ ref('services') }}

),

document_departments as (

    select * from {{ ref('int_document_departments') }}

),

place_texts as (

    select * from {{ ref('int_place_texts') }}

),

place_names as (

    select * from {{ ref('int_place_names') }}

),

reading_findings as (

    select * from {{ ref('stg_reading_findings') }}

),

printed_services as (

    select distinct
        printed_figures.document_id,
        printed_figures.block,
        services.delivery,
        services.acronym
    from printed_figures
    inner join figure_services
        on
            printed_figures.block = figure_services.block
            and printed_figures.row_label is not distinct from figure_services.row_label
            and printed_figures.section_heading is not distinct from figure_services.section_heading
            and printed_figures.centre_label is not distinct from figure_services.centre_label
            and printed_figures.column_kind = figure_services.column_kind
    inner join services on figure_services.service_code = services.service_code
    where printed_figures.block in ('coverage', 'matrix')

),

-- Two services with tables of their own and no matrix of their kind: a single one may be left
-- out, as the CONADIS centre is.
services_without_matrix as (

    select
        document_id,
        delivery,
        string_agg(distinct acronym, ', ' order by acronym) as acronyms
    from printed_services
    group by document_id, delivery
    having
        count(*) filter (where block = 'coverage') >= 2
        and count(*) filter (where block = 'matrix') = 0

),

doubted_ends as (

    select distinct document_id
    from reading_findings
    where
        code = 'incomplete_document'
        and severity = 'warning'

),

missing_matrices as (

    select
        services_without_matrix.document_id,
        case when doubted_ends.document_id is not null then 'error' else 'warning' end as severity,
        'incomplete_document' as code,
        'consolidated' as location,
        services_without_matrix.acronyms as printed_text,
        'No consolidated matrix has a column for ' || services_without_matrix.acronyms
        || ', which have tables of their own: a matrix was lost. Ask for the whole document.'
            as message
    from services_without_matrix
    left join doubted_ends on services_without_matrix.document_id = doubted_ends.document_id

),

-- Names of provinces in the matrices, with the departments that have such a province.
matrix_places as (

    select distinct
        printed_figures.document_id,
        document_departments.reporting_unit,
        document_departments.department_ubigeo,
        printed_figures.province_text,
        place_names.department_ubigeo as found_in
    from printed_figures
    inner join document_departments
        on printed_figures.document_id = document_departments.document_id
    inner join place_texts on printed_figures.province_text = place_texts.printed_text
    left join place_names
        on
            place_texts.place_key = place_names.name_key
            and (
                place_names.level = 'province'
                or document_departments.department_ubigeo = place_names.department_ubigeo
            )
    where
        printed_figures.block = 'matrix'
        and printed_figures.row_kind = 'detail'
        and document_departments.department_ubigeo is not null

),

found_places as (

    select
        document_id,
        reporting_unit,
        department_ubigeo,
        found_in,
        count(*) as places,
        string_agg(province_text, ', ' order by province_text) as printed_text
    from matrix_places
    group by all

),

counted_places as (

    select
        document_id,
        count(distinct province_text) as all_places,
        count(*) filter (where found_in = department_ubigeo) as own_places
    from matrix_places
    group by document_id

),

foreign_places as (

    select
        found_places.document_id,
        'error' as severity,
        'department_conflict' as code,
        'consolidated' as location,
        left(found_places.printed_text, 300) as printed_text,
        'The title names ' || found_places.reporting_unit || ', but the provinces of the matrices '
        || 'are of ' || departments.name_es || ' (' || left(found_places.printed_text, 200)
        || '). Ask which department the document is of.' as message
    from found_places
    inner join counted_places on found_places.document_id = counted_places.document_id
    inner join place_names as departments
        on
            found_places.found_in = departments.ubigeo
            and departments.is_official
    where
        found_places.found_in != found_places.department_ubigeo
        and counted_places.own_places = 0
        and found_places.places >= 2
        and found_places.places * 2 >= counted_places.all_places

),

final as (

    select * from missing_matrices

    union all

    select * from foreign_places

)

select * from final
