with

matrix_counts as (

    select * from {{ ref('part_matrix_counts') }}

),

detail_counts as (

    select * from {{ ref('part_detail_counts') }}

),

legend_counts as (

    select * from {{ ref('part_legend_counts') }}

),

reasons as (

    select * from {{ ref('part_withheld_reasons') }}

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

latest_documents as (

    select * from documents
    where is_latest

),

matrix_services as (

    select distinct
        document_id,
        service_key
    from matrix_counts
    where is_printed

),

-- A service of which only a total is printed says nothing of its provinces.
detail_services as (

    select
        document_id,
        service_key,
        is_counted,
        printed_total,
        has_unplaced_row
    from detail_counts
    where province_key = '*'

),

-- What a matrix prints, what its cells add up to and what the tables count are rows apart, of each
-- one at most.
sides as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        is_printed,
        false as is_in_detail,
        printed_centres as matrix_centres,
        sum_of_cells as matrix_sum,
        cast(null as decimal(38, 0)) as detail_centres
    from matrix_counts

    union all

    select
        document_id,
        delivery,
        service_key,
        province_key,
        false as is_printed,
        true as is_in_detail,
        null as matrix_centres,
        null as matrix_sum,
        centres as detail_centres
    from detail_counts
    where is_counted

),

paired as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        bool_or(is_printed) as is_printed,
        bool_or(is_in_detail) as is_in_detail,
        min(matrix_centres) as matrix_centres,
        min(matrix_sum) as matrix_sum,
        min(detail_centres) as detail_centres
    from sides
    group by document_id, delivery, service_key, province_key

),

compared as (

    select
        paired.document_id,
        paired.delivery,
        paired.service_key,
        paired.province_key,
        -- A table that names the service and leaves a province out says none is there.
        case
            when detail_services.has_unplaced_row then null
            when paired.is_in_detail then paired.detail_centres
            when detail_services.is_counted and paired.province_key != '*' then 0
        end as detail_centres,
        case when paired.province_key = '*' then detail_services.printed_total end
            as detail_printed_total,
        paired.matrix_centres,
        paired.matrix_sum,
        -- What the comparison of tables and matrix takes: nothing printed is none there, and
        -- what is printed and no number (a dash, S/I) leaves nothing to compare.
        case
            when detail_services.has_unplaced_row then null
            when paired.is_in_detail then paired.detail_centres
            else 0
        end as compared_detail,
        case
            when paired.province_key = '-' then null
            when paired.is_printed then paired.matrix_centres
            when paired.province_key = '*' then paired.matrix_sum
            when matrix_services.document_id is not null then 0
        end as compared_matrix,
        case when paired.province_key = '*' then legend_counts.centres end as legend_centres,
        case when paired.province_key = '*' then legend_counts.is_as_in_tables end
            as is_legend_as_in_tables,
        coalesce(reasons.withheld_because, unplaced_reasons.withheld_because) as withheld_because
    from paired
    left join matrix_services
        on
            paired.document_id = matrix_services.document_id
            and paired.service_key = matrix_services.service_key
    left join detail_services
        on
            paired.document_id = detail_services.document_id
            and paired.service_key = detail_services.service_key
    left join legend_counts
        on
            paired.document_id = legend_counts.document_id
            and paired.service_key = legend_counts.service_key
    left join reasons
        on
            paired.document_id = reasons.document_id
            and paired.delivery = reasons.delivery
            and paired.service_key = reasons.service_key
            and paired.province_key = reasons.province_key
    left join reasons as unplaced_reasons
        on
            paired.document_id = unplaced_reasons.document_id
            and paired.delivery = unplaced_reasons.delivery
            and paired.service_key = unplaced_reasons.service_key
            and unplaced_reasons.province_key = '-'
            and detail_services.has_unplaced_row

),

final as (

    select
        concat_ws(
            '|',
            compared.document_id,
            compared.delivery,
            compared.service_key,
            compared.province_key
        ) as consolidated_service_id,
        compared.document_id,
        latest_documents.file_name,
        latest_documents.reporting_unit_code,
        latest_documents.as_of_month,
        latest_documents.is_newest_month,
        latest_documents.department_ubigeo,
        departments.department,
        provinces.province_ubigeo,
        provinces.province,
        compared.delivery,
        services.service_code,
        case
            when compared.service_key != '*' then coalesce(services.service, compared.service_key)
        end as service,
        compared.service_key = '*' or compared.province_key = '*' as is_total,
        case
            when compared.service_key = '*' and compared.province_key = '*' then 'all'
            when compared.service_key = '*' then 'services'
            when compared.province_key = '*' then 'provinces'
        end as total_of,
        cast(compared.detail_centres as decimal(18, 0)) as detail_centres,
        cast(compared.detail_printed_total as decimal(18, 0)) as detail_printed_total,
        cast(compared.matrix_centres as decimal(18, 0)) as matrix_centres,
        cast(compared.matrix_sum as decimal(18, 0)) as matrix_sum,
        cast(compared.legend_centres as decimal(18, 0)) as legend_centres,
        compared.detail_centres = compared.detail_printed_total as is_detail_total_right,
        case
            when compared.service_key = '*' or compared.province_key = '*'
                then compared.matrix_centres = compared.matrix_sum
        end
            as is_matrix_total_right,
        case
            when compared.service_key != '*'
                then compared.compared_detail = compared.compared_matrix
        end as do_detail_and_matrix_agree,
        coalesce(
            compared.is_legend_as_in_tables, compared.matrix_sum = compared.legend_centres
        ) as do_tables_and_legend_agree,
        compared.withheld_because
    from compared
    inner join latest_documents
        on compared.document_id = latest_documents.document_id
    left join geography as departments
        on latest_documents.department_ubigeo = departments.ubigeo
    left join geography as provinces
        on compared.province_key = provinces.ubigeo
    left join services
        on compared.service_key = services.service_code

)

-- A document's rows lie together: whoever asks for one document reads one part of the table.
select * from final
order by document_id
