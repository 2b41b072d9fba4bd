with

reported_metrics as (

    select * from {{ ref('fct_reported_metrics') }}

),

cumulative_figures as (

    select * from {{ ref('int_cumulative_figures') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

measures as (

    select * from {{ ref('dim_measure') }}

),

-- A month is printed as such, or is January's year to date. The most recent document wins.
printed_months as (

    select
        documents.reporting_unit_code,
        reported_metrics.place_ubigeo,
        reported_metrics.service_code,
        coalesce(reported_metrics.modality_code, '') as modality_code,
        reported_metrics.measure_code,
        cast(date_trunc('month', reported_metrics.period_start) as date) as month,
        reported_metrics.value,
        'printed' as method,
        reported_metrics.document_id,
        reported_metrics.figure_id,
        cast(null as varchar) as subtracted_document_id,
        cast(null as varchar) as subtracted_figure_id
    from reported_metrics
    inner join documents
        on reported_metrics.document_id = documents.document_id
    where
        documents.is_latest
        and reported_metrics.block = 'usage'
        and reported_metrics.period_kind in ('month', 'year_to_date')
        and reported_metrics.value is not null
        and reported_metrics.service_code is not null
        and reported_metrics.measure_code is not null
        and reported_metrics.period_end = last_day(reported_metrics.period_start)
    qualify row_number() over (
        partition by
            documents.reporting_unit_code,
            reported_metrics.place_ubigeo,
            reported_metrics.service_code,
            reported_metrics.modality_code,
            reported_metrics.measure_code,
            date_trunc('month', reported_metrics.period_start)
        order by
            documents.as_of_month desc,
            reported_metrics.period_kind,
            reported_metrics.figure_id
    ) = 1

),

-- A figure that falls is wrong, or the one before it is: neither side of it is subtracted.
derived_months as (

    select
        cumulative_figures.reporting_unit_code,
        cumulative_figures.place_ubigeo,
        cumulative_figures.service_code,
        cumulative_figures.modality_code,
        cumulative_figures.measure_code,
        make_date(cumulative_figures.year, cumulative_figures.through_month, 1) as month,
        cumulative_figures.value - cumulative_figures.previous_value as value,
        'derived' as method,
        cumulative_figures.document_id,
        cumulative_figures.figure_id,
        cumulative_figures.previous_document_id as subtracted_document_id,
        cumulative_figures.previous_figure_id as subtracted_figure_id
    from cumulative_figures
    inner join measures
        on
            cumulative_figures.service_code = measures.service_code
            and cumulative_figures.measure_code = measures.measure_code
    where
        measures.is_additive_over_months
        and cumulative_figures.previous_through_month = cumulative_figures.through_month - 1
        and not cumulative_figures.is_falling
        and not cumulative_figures.is_previous_falling

),

months as (

    select * from printed_months

    union all

    select * from derived_months

),

preferred_months as (

    select *
    from months
    qualify row_number() over (
        partition by
            reporting_unit_code, place_ubigeo, service_code, modality_code, measure_code, month
        order by method desc
    ) = 1

),

final as (

    select
        concat_ws(
            '|',
            reporting_unit_code,
            place_ubigeo,
            service_code,
            modality_code,
            measure_code,
            strftime(month, '%Y-%m')
        ) as monthly_metric_id,
        reporting_unit_code,
        left(place_ubigeo, 2) as department_ubigeo,
        place_ubigeo,
        service_code,
        nullif(modality_code, '') as modality_code,
        measure_code,
        month,
        cast(value as decimal(18, 0)) as value,
        method,
        document_id,
        figure_id,
        subtracted_document_id,
        subtracted_figure_id
    from preferred_months

)

select * from final
