with

figures as (

    select * from {{ ref('int_figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

named_days as (

    select period_start as day from figures

    union all

    select period_end as day from figures

    union all

    select as_of_month as day from documents

),

-- Whole years, so that a year-on-year comparison never falls off the calendar's edge.
bounds as (

    select
        date_trunc('year', min(day)) as first_month,
        date_trunc('year', max(day)) + interval 11 month as last_month
    from named_days
    where day is not null
    having count(*) > 0

),

months as (

    select
        cast(
            unnest(generate_series(
                cast(first_month as timestamp), cast(last_month as timestamp), interval 1 month
            )) as date
        ) as month
    from bounds

),

final as (

    select
        month,
        cast(year(month) as integer) as year,
        cast(month(month) as integer) as month_of_year,
        cast(quarter(month) as integer) as quarter,
        last_day(month) as last_day,
        [
            'Ene', 'Feb', 'Mar', 'Abr', 'May', 'Jun', 'Jul', 'Ago', 'Set', 'Oct', 'Nov', 'Dic'
        ][month(month)] || ' ' || year(month) as printed_label
    from months

)

select * from final
