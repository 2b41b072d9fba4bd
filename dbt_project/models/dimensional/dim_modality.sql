with

modalities as (

    select * from {{ ref('modalities') }}

),

final as (

    select
        service_code,
        modality_code,
        name_es as modality
    from modalities

)

select * from final
