with

-- Read once for each of what follows: fewer columns are cheaper than the same rows kept aside.
reported_metrics as not materialized (

    select * from {{ ref('fct_reported_metrics') }}

),

withheld_figures as (

    select * from {{ ref('fct_withheld_figures') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

printed as not materialized (

    select
        document_id,
        location,
        service_code,
        service_label,
        province_ubigeo,
        printed_province is not null or printed_district is not null as is_of_place,
        is_total,
        total_of,
        case when value_status in ('blank', 'dash') then 0 else value end as centres,
        cast(null as varchar) as withheld_because
    from reported_metrics
    where block = 'matrix'

    union all

    -- A cell that an error keeps out is there, and its count unknown.
    select
        document_id,
        location,
        service_code,
        service_label,
        province_ubigeo,
        true as is_of_place,
        is_total,
        total_of,
        null as centres,
        withheld_because
    from withheld_figures
    where block = 'matrix' and not is_total

),

-- A matrix is of the services the ministry operates, or of those it coordinates: its known
-- columns say which, also for its totals and for columns nobody knows.
matrix_deliveries as (

    select
        printed.document_id,
        {{ table_of('printed.location') }} as table_location,
        mode(services.delivery order by services.delivery) as delivery
    from printed
    inner join services
        on printed.service_code = services.service_code
    group by 1, 2

),

final as (

    select
        printed.document_id,
        printed.location,
        coalesce(services.delivery, matrix_deliveries.delivery, 'unknown') as delivery,
        {{ service_key('printed.service_code', 'printed.service_label') }} as service_key,
        coalesce(printed.province_ubigeo, '-') as province_key,
        printed.is_of_place,
        printed.is_total,
        printed.total_of,
        printed.centres,
        printed.withheld_because
    from printed
    left join services
        on printed.service_code = services.service_code
    left join matrix_deliveries
        on
            services.delivery is null
            and printed.document_id = matrix_deliveries.document_id
            and {{ table_of('printed.location') }} = matrix_deliveries.table_location

)

select * from final
