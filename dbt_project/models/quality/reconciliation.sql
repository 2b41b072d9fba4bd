with

total_comparisons as (

    select * from {{ ref('int_total_comparisons') }}

),

matrix_totals as (

    select * from {{ ref('int_matrix_totals') }}

),

span_comparisons as (

    select * exclude (figure_id) from {{ ref('int_span_comparisons') }}

),

matrix_comparisons as (

    select * from {{ ref('int_matrix_comparisons') }}

),

legend_comparisons as (

    select * from {{ ref('int_legend_comparisons') }}

),

period_comparisons as (

    select * from {{ ref('int_period_comparisons') }}

),

ranking_comparisons as (

    select * from {{ ref('int_ranking_comparisons') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

geography as (

    select * from {{ ref('dim_geography') }}

),

comparisons as (

    select * from total_comparisons

    union all

    select * from matrix_totals

    union all

    select * from span_comparisons

    union all

    select * from matrix_comparisons

    union all

    select * from legend_comparisons

    union all

    select * from period_comparisons

    union all

    select * from ranking_comparisons

),

final as (

    select
        md5(concat_ws(
            '|',
            comparisons.document_id,
            comparisons.kind,
            coalesce(comparisons.service_code, comparisons.service_label, ''),
            coalesce(comparisons.modality_code, comparisons.modality_label, ''),
            coalesce(comparisons.measure_code, ''),
            coalesce(comparisons.place_ubigeo, comparisons.printed_place, ''),
            coalesce(comparisons.printed_place, ''),
            coalesce(cast(comparisons.period_start as varchar), ''),
            coalesce(cast(comparisons.period_end as varchar), ''),
            comparisons.left_what,
            coalesce(comparisons.left_location, ''),
            coalesce(comparisons.right_location, '')
        )) as reconciliation_id,
        comparisons.document_id,
        documents.file_name,
        documents.as_of_month,
        documents.is_latest,
        comparisons.kind,
        comparisons.block,
        comparisons.service_code,
        coalesce(services.service, comparisons.service_label) as service,
        comparisons.modality_code,
        coalesce(comparisons.modality_label, comparisons.modality_code) as modality,
        comparisons.measure_code,
        comparisons.place_ubigeo,
        coalesce(geography.name, comparisons.printed_place) as place,
        comparisons.printed_place,
        comparisons.period_start,
        comparisons.period_end,
        comparisons.left_what,
        cast(comparisons.left_value as decimal(18, 0)) as left_value,
        comparisons.left_location,
        comparisons.left_document_id,
        comparisons.right_what,
        cast(comparisons.right_value as decimal(18, 0)) as right_value,
        comparisons.right_location,
        comparisons.right_document_id,
        case
            when comparisons.reason is null
                then cast(comparisons.left_value - comparisons.right_value as decimal(18, 0))
        end as difference,
        case
            when comparisons.reason is not null then 'not_comparable'
            when comparisons.left_value is null or comparisons.right_value is null
                then 'not_comparable'
            when comparisons.left_value = comparisons.right_value then 'agrees'
            when comparisons.rule = 'not_above' and comparisons.left_value < comparisons.right_value
                then 'agrees'
            else 'differs'
        end as status,
        comparisons.reason
    from comparisons
    inner join documents
        on comparisons.document_id = documents.document_id
    left join services
        on comparisons.service_code = services.service_code
    left join geography
        on comparisons.place_ubigeo = geography.ubigeo

)

select * from final
