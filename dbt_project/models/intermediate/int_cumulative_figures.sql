with

latest_usage_figures as (

    select * from {{ ref('int_latest_usage_figures') }}

),

-- Counts that start in January: years to date, January itself, and years that were over when
-- they were printed. A year still running would be taken for twelve months.
counts_since_january as (

    select
        *,
        cast(year(period_start) as integer) as year,
        cast(month(period_end) as integer) as through_month
    from latest_usage_figures
    where
        period_start = date_trunc('year', period_start)
        and year(period_end) = year(period_start)
        and (period_kind != 'year' or period_end <= last_day(as_of_month))

),

-- A year and its January to December are one point; the one of the monthly series is kept.
one_per_month as (

    select *
    from counts_since_january
    qualify row_number() over (
        partition by
            reporting_unit_code,
            place_ubigeo,
            service_code,
            modality_code,
            measure_code,
            year,
            through_month
        order by period_kind = 'year', as_of_month desc, figure_id
    ) = 1

),

with_previous as (

    select
        *,
        lag(through_month) over months as previous_through_month,
        lag(value) over months as previous_value,
        lag(figure_id) over months as previous_figure_id,
        lag(document_id) over months as previous_document_id,
        lag(location) over months as previous_location
    from one_per_month
    window months as (
        partition by
            reporting_unit_code, place_ubigeo, service_code, modality_code, measure_code, year
        order by through_month
    )

),

with_fall as (

    select
        *,
        coalesce(value < previous_value, false) as is_falling
    from with_previous

),

final as (

    select
        *,
        coalesce(lag(is_falling) over months, false) as is_previous_falling
    from with_fall
    window months as (
        partition by
            reporting_unit_code, place_ubigeo, service_code, modality_code, measure_code, year
        order by through_month
    )

)

select * from final
