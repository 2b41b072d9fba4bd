-- A derived month of a measure whose months do not add up would count people twice.
with

monthly_metrics as (

    select * from {{ ref('fct_monthly_metrics') }}

),

measures as (

    select * from {{ ref('dim_measure') }}

)

select monthly_metrics.*
from monthly_metrics
inner join measures
    on
        monthly_metrics.service_code = measures.service_code
        and monthly_metrics.measure_code = measures.measure_code
where monthly_metrics.method = 'derived' and not measures.is_additive_over_months
