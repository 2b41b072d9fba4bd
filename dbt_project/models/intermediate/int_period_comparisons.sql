with

latest_usage_figures as (

    select * from {{ ref('int_latest_usage_figures') }}

),

cumulative_figures as (

    select * from {{ ref('int_cumulative_figures') }}

),

measures as (

    select * from {{ ref('measures') }}

),

printed_months as (

    select
        *,
        year(period_start) as year,
        month(period_start) as month_of_year
    from latest_usage_figures
    where period_kind = 'month'

),

-- A count since January never falls while the year goes on, whether or not months add up:
-- a person counted stays counted.
falls as (

    select
        cumulative_figures.*,
        'year_to_date_vs_earlier' as kind,
        'earlier count of the year' as left_what,
        cumulative_figures.previous_value as left_value,
        cumulative_figures.previous_location as left_location,
        cumulative_figures.previous_document_id as left_document_id,
        'not_above' as rule,
        cast(null as varchar) as reason
    from cumulative_figures
    inner join measures
        on
            cumulative_figures.service_code = measures.service_code
            and cumulative_figures.measure_code = measures.measure_code
    where measures.kind = 'flow' and cumulative_figures.previous_value is not null

),

printed_months_before as (

    select
        cumulative_figures.figure_id,
        sum(printed_months.value)
        filter (where printed_months.month_of_year < cumulative_figures.through_month)
            as months_before,
        count(*)
        filter (where printed_months.month_of_year < cumulative_figures.through_month)
            as printed_months_before,
        max(printed_months.value)
        filter (where printed_months.month_of_year = cumulative_figures.through_month)
            as last_month,
        min(printed_months.location) as months_location,
        max(printed_months.document_id)
        filter (where printed_months.month_of_year = cumulative_figures.through_month)
            as last_month_document_id
    from cumulative_figures
    inner join printed_months
        on
            cumulative_figures.reporting_unit_code = printed_months.reporting_unit_code
            and cumulative_figures.place_ubigeo = printed_months.place_ubigeo
            and cumulative_figures.service_code = printed_months.service_code
            and cumulative_figures.modality_code = printed_months.modality_code
            and cumulative_figures.measure_code = printed_months.measure_code
            and cumulative_figures.year = printed_months.year
            and cumulative_figures.through_month >= printed_months.month_of_year
    group by 1

),

-- What was counted before plus the printed month: all months before where they are printed,
-- otherwise the count up to the month before.
month_sums as (

    select
        cumulative_figures.*,
        case
            when cumulative_figures.period_kind = 'year'
                then 'year_vs_months'
            else 'year_to_date_vs_months'
        end as kind,
        case
            when
                printed_months_before.printed_months_before
                = cumulative_figures.through_month - 1
                then 'sum of the printed months'
            else 'count up to the month before plus the printed month'
        end as left_what,
        printed_months_before.last_month + case
            when
                printed_months_before.printed_months_before
                = cumulative_figures.through_month - 1
                then printed_months_before.months_before
            when
                cumulative_figures.previous_through_month
                = cumulative_figures.through_month - 1
                then cumulative_figures.previous_value
        end as left_value,
        printed_months_before.months_location as left_location,
        printed_months_before.last_month_document_id as left_document_id,
        'equal' as rule,
        cast(null as varchar) as reason
    from cumulative_figures
    inner join measures
        on
            cumulative_figures.service_code = measures.service_code
            and cumulative_figures.measure_code = measures.measure_code
    inner join printed_months_before
        on cumulative_figures.figure_id = printed_months_before.figure_id
    where
        measures.additive_over_months = 'yes'
        and cumulative_figures.through_month > 1
        and printed_months_before.last_month is not null

),

-- The same twelve months printed as a year and as January to December.
whole_years as (

    select
        latest_usage_figures.*,
        cumulative_figures.value as left_value,
        cumulative_figures.location as left_location,
        cumulative_figures.document_id as left_document_id
    from latest_usage_figures
    inner join cumulative_figures
        on
            latest_usage_figures.reporting_unit_code = cumulative_figures.reporting_unit_code
            and latest_usage_figures.place_ubigeo = cumulative_figures.place_ubigeo
            and latest_usage_figures.service_code = cumulative_figures.service_code
            and latest_usage_figures.modality_code = cumulative_figures.modality_code
            and latest_usage_figures.measure_code = cumulative_figures.measure_code
            and latest_usage_figures.period_start = cumulative_figures.period_start
            and latest_usage_figures.period_end = cumulative_figures.period_end
    where
        latest_usage_figures.period_kind = 'year'
        and cumulative_figures.period_kind = 'year_to_date'

),

comparisons as (

    select
        document_id,
        kind,
        service_code,
        modality_code,
        measure_code,
        place_ubigeo,
        period_start,
        period_end,
        left_what,
        left_value,
        left_location,
        left_document_id,
        value,
        location,
        rule,
        reason
    from falls

    union all

    select
        document_id,
        kind,
        service_code,
        modality_code,
        measure_code,
        place_ubigeo,
        period_start,
        period_end,
        left_what,
        left_value,
        left_location,
        left_document_id,
        value,
        location,
        rule,
        reason
    from month_sums
    where left_value is not null

    union all

    select
        document_id,
        'year_vs_months' as kind,
        service_code,
        modality_code,
        measure_code,
        place_ubigeo,
        period_start,
        period_end,
        'January to December' as left_what,
        left_value,
        left_location,
        left_document_id,
        value,
        location,
        'equal' as rule,
        cast(null as varchar) as reason
    from whole_years

),

final as (

    select
        document_id,
        kind,
        'usage' as block,
        service_code,
        cast(null as varchar) as service_label,
        nullif(modality_code, '') as modality_code,
        cast(null as varchar) as modality_label,
        measure_code,
        place_ubigeo,
        cast(null as varchar) as printed_place,
        period_start,
        period_end,
        left_what,
        left_value,
        left_location,
        left_document_id,
        'count since January' as right_what,
        value as right_value,
        location as right_location,
        document_id as right_document_id,
        rule,
        reason
    from comparisons

)

select * from final
