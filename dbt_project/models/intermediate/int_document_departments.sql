with

documents as (

    select * from {{ ref('stg_documents') }}

),

department_mentions as (

    select * from {{ ref('int_department_mentions') }}

),

reporting_units as (

    select * from {{ ref('reporting_units') }}

),

titles as (

    select
        document_id,
        count(distinct nearest_department_ubigeo) filter (where place_match != 'unresolved')
            as departments,
        -- Lima Metropolitana says more than Lima.
        arg_max(nearest_unit_code, length(nearest_unit_code))
        filter (where place_match != 'unresolved') as unit_code,
        count(distinct nearest_unit_code)
        filter (where place_match != 'unresolved' and length(nearest_unit_code) > 2)
            as special_units,
        max(nearest_unit_code) filter (where place_match = 'unresolved') as nearest_unit_code,
        string_agg(distinct department_text, ' / ' order by department_text) as title_text
    from department_mentions
    where mention_kind = 'title'
    group by document_id

),

bodies as (

    select
        document_id,
        count(distinct nearest_department_ubigeo) as departments,
        arg_max(nearest_unit_code, length(nearest_unit_code)) as unit_code,
        string_agg(distinct department_text, ' / ' order by department_text) as body_text
    from department_mentions
    where
        mention_kind != 'title'
        and place_match != 'unresolved'
    group by document_id

),

-- The title decides. Where it cannot be read, the body does if it names one department only and
-- the title is nearest to that one, or if there is no title at all.
chosen as (

    select
        documents.document_id,
        titles.title_text,
        bodies.body_text,
        coalesce(titles.departments, 0) > 1 or coalesce(titles.special_units, 0) > 1
            as has_several_departments,
        case
            when titles.departments > 1 or titles.special_units > 1 then null
            when titles.departments > 0 then titles.unit_code
            when
                bodies.departments = 1
                and (titles.document_id is null or titles.nearest_unit_code = bodies.unit_code)
                then bodies.unit_code
        end as reporting_unit_code
    from documents
    left join titles on documents.document_id = titles.document_id
    left join bodies on documents.document_id = bodies.document_id
    where documents.outcome = 'read'

),

final as (

    select
        chosen.document_id,
        chosen.title_text,
        chosen.body_text,
        chosen.has_several_departments,
        reporting_units.reporting_unit_code,
        reporting_units.name_es as reporting_unit,
        reporting_units.department_ubigeo,
        reporting_units.province_ubigeo as only_province_ubigeo
    from chosen
    left join reporting_units on chosen.reporting_unit_code = reporting_units.reporting_unit_code

)

select * from final
