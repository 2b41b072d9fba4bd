-- How does the year so far compare with the same months of the year before?
-- Caution: never compare it with the whole year printed beside it, which covers twelve months.
-- The same months are added up from that year's own summaries, only for measures whose months add
-- up and only when every month is known; otherwise same_months_a_year_earlier is empty.
with

months_so_far as (

    select
        department_summary_id,
        reporting_unit_code,
        department,
        as_of_month,
        service_code,
        service,
        measure_code,
        measure,
        is_additive_over_months,
        year_value as whole_year_before,
        current_label,
        current_value as year_so_far,
        year,
        extract(month from current_end) as months_covered
    from marts.department_summary
    where
        current_kind in ('month', 'year_to_date')
        and extract(month from current_start) = 1
),

year_before as (

    select
        months_so_far.department_summary_id,
        count(monthly_trends.value) as months_known,
        sum(monthly_trends.value) as same_months
    from months_so_far
    inner join marts.monthly_trends as monthly_trends
        on
            months_so_far.reporting_unit_code = monthly_trends.reporting_unit_code
            and months_so_far.service_code = monthly_trends.service_code
            and months_so_far.measure_code = monthly_trends.measure_code
            and extract(year from monthly_trends.month)
            = extract(year from months_so_far.as_of_month) - 1
            and extract(month from monthly_trends.month) <= months_so_far.months_covered
    where
        months_so_far.is_additive_over_months
        and monthly_trends.modality_code is null
        and monthly_trends.place_ubigeo = monthly_trends.department_ubigeo
    group by months_so_far.department_summary_id
)

select
    months_so_far.department,
    months_so_far.service,
    months_so_far.measure,
    months_so_far.current_label,
    months_so_far.months_covered,
    months_so_far.year_so_far,
    case
        when year_before.months_known = months_so_far.months_covered
            then year_before.same_months
    end as same_months_a_year_earlier,
    months_so_far.year,
    months_so_far.whole_year_before
from months_so_far
left join year_before
    on months_so_far.department_summary_id = year_before.department_summary_id
order by
    months_so_far.department,
    months_so_far.as_of_month,
    months_so_far.service_code,
    months_so_far.measure_code
