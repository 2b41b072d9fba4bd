with

figures as (

    select * from {{ ref('int_figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

usage_figures as (

    select
        documents.reporting_unit_code,
        documents.as_of_month,
        figures.document_id,
        figures.figure_id,
        coalesce(
            figures.district_ubigeo, figures.province_ubigeo, figures.department_ubigeo
        ) as place_ubigeo,
        figures.service_code,
        coalesce(figures.modality_code, '') as modality_code,
        figures.measure_code,
        -- A year to date that covers one month is that month, whatever its label.
        case
            when last_day(figures.period_start) = figures.period_end
                then 'month'
            else figures.period_kind
        end as period_kind,
        figures.period_start,
        figures.period_end,
        figures.period_label,
        figures.value,
        figures.is_total,
        figures.location
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    where
        documents.is_latest
        and not figures.is_withheld
        and figures.block = 'usage'
        and figures.service_code is not null
        and figures.measure_code is not null
        and figures.value is not null

),

-- Several documents may print the same period: the most recent one has the last word. Where it
-- prints rows of centres and their total, the total is the department's.
final as (

    select *
    from usage_figures
    qualify row_number() over (
        partition by
            reporting_unit_code,
            place_ubigeo,
            service_code,
            modality_code,
            measure_code,
            period_kind,
            period_start,
            period_end
        order by as_of_month desc, is_total desc, figure_id
    ) = 1

)

select * from final
