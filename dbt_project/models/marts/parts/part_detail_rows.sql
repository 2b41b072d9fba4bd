with

service_coverage as (

    select * from {{ ref('fct_service_coverage') }}

),

withheld_figures as (

    select * from {{ ref('fct_withheld_figures') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

matrix_counts as (

    select * from {{ ref('part_matrix_counts') }}

),

printed as (

    select
        document_id,
        {{ service_key('service_code', 'service_label') }} as service_key,
        coalesce(province_ubigeo, '-') as province_key,
        modality_code,
        centres,
        is_total,
        total_of,
        cast(null as varchar) as withheld_because
    from service_coverage

    union all

    -- A row that an error keeps out is there, and its count unknown.
    select
        document_id,
        {{ service_key('service_code', 'service_label') }} as service_key,
        coalesce(province_ubigeo, '-') as province_key,
        modality_code,
        null as centres,
        is_total,
        total_of,
        withheld_because
    from withheld_figures
    where block = 'coverage' and not is_total

),

-- A service nobody knows is delivered as the matrix says that has a column of it.
matrix_services as (

    select
        document_id,
        service_key,
        min(delivery) as delivery
    from matrix_counts
    where is_printed
    group by document_id, service_key

),

final as (

    select
        printed.*,
        coalesce(services.delivery, matrix_services.delivery, 'unknown') as delivery
    from printed
    left join services
        on printed.service_key = services.service_code
    left join matrix_services
        on
            services.service_code is null
            and printed.document_id = matrix_services.document_id
            and printed.service_key = matrix_services.service_key

)

select * from final
