-- Which summaries are missing, month by month, for each department?
-- Caution: between the oldest and the newest month that any loaded document reports on. Lima is
-- served by one summary or by two (Lima Metropolitana, Lima Provincias): judge them together.
with

span as (

    select
        min(as_of_month) as first_month,
        max(as_of_month) as last_month
    from dimensional.dim_document
),

units as (

    select distinct
        reporting_unit_code,
        reporting_unit
    from dimensional.dim_reporting_unit
),

expected as (

    select
        units.reporting_unit_code,
        units.reporting_unit,
        months.month,
        months.printed_label
    from units
    cross join span
    inner join dimensional.dim_month as months
        on months.month between span.first_month and span.last_month
)

select
    expected.reporting_unit,
    count(documents.document_id) as months_loaded,
    count(*) - count(documents.document_id) as months_missing,
    string_agg(
        case when documents.document_id is null then expected.printed_label end,
        ', ' order by expected.month
    ) as missing
from expected
left join dimensional.dim_document as documents
    on
        expected.reporting_unit_code = documents.reporting_unit_code
        and expected.month = documents.as_of_month
        and documents.is_latest
group by expected.reporting_unit
order by months_missing, expected.reporting_unit
