with

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

figure_services as (

    select * from {{ ref('int_figure_services') }}

),

measure_spellings as (

    select * from {{ ref('measure_spellings') }}

),

printed_labels as (

    select distinct
        figure_services.service_code,
        printed_figures.measure_label,
        printed_figures.column_heading
    from printed_figures
    inner join figure_services
        on
            printed_figures.block = figure_services.block
            and printed_figures.row_label is not distinct from figure_services.row_label
            and printed_figures.section_heading is not distinct from figure_services.section_heading
            and printed_figures.centre_label is not distinct from figure_services.centre_label
            and printed_figures.column_kind = figure_services.column_kind
    where printed_figures.block = 'usage'

),

spellings as (

    select distinct
        service_code,
        measure_code,
        is_whole_label_only = 'yes' as is_whole_label_only,
        {{ label_key('spelling') }} as spelling_key
    from measure_spellings

),

-- The words beside the number first, then the heading above it.
keyed as (

    select
        service_code,
        measure_label,
        column_heading,
        1 as label_rank,
        {{ label_key(without_count_words('left(measure_label, 300)')) }} as label_key
    from printed_labels
    union all
    select
        service_code,
        measure_label,
        column_heading,
        2 as label_rank,
        {{ label_key(without_count_words('left(column_heading, 300)')) }} as label_key
    from printed_labels

),

-- The longest spelling the label starts with.
matched as (

    select
        keyed.service_code,
        keyed.measure_label,
        keyed.column_heading,
        spellings.measure_code
    from keyed
    inner join spellings
        on
            keyed.service_code = spellings.service_code
            and (
                keyed.label_key = spellings.spelling_key
                or (
                    not spellings.is_whole_label_only
                    and starts_with(keyed.label_key, spellings.spelling_key || ' ')
                )
            )
    qualify
        row_number() over (
            partition by keyed.service_code, keyed.measure_label, keyed.column_heading
            order by
                keyed.label_rank asc,
                length(spellings.spelling_key) desc,
                spellings.measure_code asc
        ) = 1

),

final as (

    select
        printed_labels.service_code,
        printed_labels.measure_label,
        printed_labels.column_heading,
        matched.measure_code
    from printed_labels
    left join matched
        on
            printed_labels.service_code = matched.service_code
            and printed_labels.measure_label is not distinct from matched.measure_label
            and printed_labels.column_heading is not distinct from matched.column_heading

)

select * from final
