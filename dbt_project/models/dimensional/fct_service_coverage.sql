with

reported_metrics as (

    select * from {{ ref('fct_reported_metrics') }}

),

coverage as (

    select
        *,
        case value_status
            when 'number' then 'printed'
            when 'listed' then 'listed'
            else 'not_printed'
        end as count_method
    from reported_metrics
    where block = 'coverage'

),

final as (

    select
        figure_id,
        document_id,
        as_of_month,
        service_code,
        service_label,
        modality_code,
        modality_label,
        place_ubigeo,
        department_ubigeo,
        province_ubigeo,
        district_ubigeo,
        case count_method
            when 'printed' then value
            when 'listed' then cast(1 as decimal(18, 0))
        end as centres,
        count_method,
        is_total,
        total_of,
        printed_text,
        location
    from coverage

)

select * from final
