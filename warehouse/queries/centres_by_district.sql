-- In which districts does a service have centres, in the newest summary of each department?
-- Caution: printed totals are left out, so the numbers may be added up. Where district is empty
-- only the province is known: the table says no more, or the places are confidential.
select
    geography.department,
    coverage.as_of_month,
    programs.service,
    geography.province,
    geography.district,
    sum(coverage.centres) as centres
from dimensional.fct_service_coverage as coverage
inner join dimensional.dim_document as documents
    on coverage.document_id = documents.document_id
inner join dimensional.dim_program as programs
    on coverage.service_code = programs.service_code
inner join dimensional.dim_geography as geography
    on coverage.place_ubigeo = geography.ubigeo
where
    documents.is_newest_month
    and not coverage.is_total
group by
    geography.department,
    coverage.as_of_month,
    programs.service,
    geography.province,
    geography.district
order by
    geography.department,
    coverage.as_of_month,
    programs.service,
    geography.province,
    geography.district nulls first
