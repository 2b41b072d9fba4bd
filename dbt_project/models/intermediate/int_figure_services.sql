with

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

service_labels as (

    select * from {{ ref('int_service_labels') }}

),

label_sets as (

    select distinct
        block,
        row_label,
        section_heading,
        centre_label,
        column_kind
    from printed_figures

),

-- The row's own label says the service, else the heading of its section, else the kind of
-- centre; a total column is of no service.
resolved as (

    select
        label_sets.block,
        label_sets.row_label,
        label_sets.section_heading,
        label_sets.centre_label,
        label_sets.column_kind,
        case
            when label_sets.column_kind = 'detail' then coalesce(
                row_services.service_code,
                heading_services.service_code,
                centre_services.service_code
            )
        end as service_code,
        case
            when label_sets.column_kind != 'detail' then label_sets.row_label
            when row_services.service_code is not null then label_sets.row_label
            when heading_services.service_code is not null then label_sets.section_heading
            when centre_services.service_code is not null then label_sets.centre_label
            else coalesce(
                nullif(label_sets.row_label, ''),
                nullif(label_sets.section_heading, ''),
                nullif(label_sets.centre_label, '')
            )
        end as service_label,
        case
            when label_sets.block = 'coverage' then label_sets.centre_label
            when row_services.modality_code is not null then label_sets.row_label
        end as modality_label,
        case
            when label_sets.block = 'coverage' then centre_services.modality_code
            else row_services.modality_code
        end as modality_code,
        case
            when label_sets.block = 'coverage' then centre_services.modality_service_code
            else row_services.modality_service_code
        end as modality_service_code
    from label_sets
    left join service_labels as row_services
        on label_sets.row_label = row_services.printed_label
    left join service_labels as heading_services
        on label_sets.section_heading = heading_services.printed_label
    left join service_labels as centre_services
        on label_sets.centre_label = centre_services.printed_label

),

final as (

    select
        block,
        row_label,
        section_heading,
        centre_label,
        column_kind,
        service_code,
        service_label,
        -- A modality belongs to its own service only.
        case when modality_service_code = service_code then modality_code end as modality_code,
        case
            when block = 'coverage' or modality_service_code = service_code
                then nullif(modality_label, '')
        end as modality_label
    from resolved

)

select * from final
