with

services as (

    select * from {{ ref('services') }}

),

programs as (

    select * from {{ ref('programs') }}

),

final as (

    select
        services.service_code,
        services.name_es as service,
        services.acronym,
        services.program_code,
        programs.name_es as program,
        case
            when services.delivery = 'operated'
                then 'Ministerio de la Mujer y Poblaciones Vulnerables'
            else programs.name_es
        end as owner,
        services.delivery,
        services.target_population,
        services.finest_place_level,
        services.note
    from services
    left join programs
        on services.program_code = programs.program_code

)

select * from final
