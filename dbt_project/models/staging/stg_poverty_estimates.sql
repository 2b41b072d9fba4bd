with

source as (

    select * from {{ source('raw', 'poverty_estimates') }}

),

final as (

    select
        workbook_id,
        location,
        ubigeo as district_ubigeo,
        department_text,
        province_text,
        district_text,
        population,
        poverty_lower_95,
        poverty_upper_95,
        robust_group,
        rank_position
    from source

)

select * from final
