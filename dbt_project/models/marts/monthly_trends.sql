with

monthly_metrics as (

    select * from {{ ref('fct_monthly_metrics') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

modalities as (

    select * from {{ ref('dim_modality') }}

),

measures as (

    select * from {{ ref('dim_measure') }}

),

geography as (

    select * from {{ ref('dim_geography') }}

),

months as (

    select * from {{ ref('dim_month') }}

),

compared as (

    select
        monthly_metrics.*,
        previous_months.value as previous_month_value,
        same_months.value as year_ago_value
    from monthly_metrics
    left join monthly_metrics as previous_months
        on
            monthly_metrics.reporting_unit_code = previous_months.reporting_unit_code
            and monthly_metrics.place_ubigeo = previous_months.place_ubigeo
            and monthly_metrics.service_code = previous_months.service_code
            and monthly_metrics.modality_code is not distinct from previous_months.modality_code
            and monthly_metrics.measure_code = previous_months.measure_code
            and monthly_metrics.month = previous_months.month + interval 1 month
    left join monthly_metrics as same_months
        on
            monthly_metrics.reporting_unit_code = same_months.reporting_unit_code
            and monthly_metrics.place_ubigeo = same_months.place_ubigeo
            and monthly_metrics.service_code = same_months.service_code
            and monthly_metrics.modality_code is not distinct from same_months.modality_code
            and monthly_metrics.measure_code = same_months.measure_code
            and monthly_metrics.month = same_months.month + interval 1 year

),

final as (

    select
        compared.monthly_metric_id,
        compared.reporting_unit_code,
        compared.department_ubigeo,
        geography.department,
        compared.place_ubigeo,
        geography.name as place,
        services.program_code,
        compared.service_code,
        services.service,
        compared.modality_code,
        modalities.modality,
        compared.measure_code,
        measures.measure,
        measures.unit,
        measures.measure_kind,
        measures.is_additive_over_months,
        compared.month,
        months.printed_label as month_label,
        compared.value,
        compared.method,
        compared.previous_month_value,
        compared.value - compared.previous_month_value as change_on_month,
        round(
            100.0 * (compared.value - compared.previous_month_value)
            / nullif(compared.previous_month_value, 0), 1
        ) as change_on_month_percent,
        compared.year_ago_value,
        compared.value - compared.year_ago_value as change_on_year,
        round(
            100.0 * (compared.value - compared.year_ago_value)
            / nullif(compared.year_ago_value, 0), 1
        ) as change_on_year_percent,
        compared.document_id,
        compared.figure_id
    from compared
    left join geography
        on compared.place_ubigeo = geography.ubigeo
    left join services
        on compared.service_code = services.service_code
    left join modalities
        on
            compared.service_code = modalities.service_code
            and compared.modality_code = modalities.modality_code
    left join measures
        on
            compared.service_code = measures.service_code
            and compared.measure_code = measures.measure_code
    left join months
        on compared.month = months.month

)

select * from final
