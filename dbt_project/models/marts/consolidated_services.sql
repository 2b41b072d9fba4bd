with

reported_metrics as (

    select * from {{ ref('fct_reported_metrics') }}

),

service_coverage as (

    select * from {{ ref('fct_service_coverage') }}

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

matrix_figures as (

    select
        reported_metrics.*,
        {{ table_of('reported_metrics.location') }} as table_location,
        coalesce(reported_metrics.service_code, reported_metrics.service_label) as service_key,
        case reported_metrics.value_status
            when 'blank' then 0
            when 'dash' then 0
            else reported_metrics.value
        end as centres,
        services.delivery,
        -- A matrix turned round prints a service's total beside its provinces, and the total of
        -- all in a row of totals.
        reported_metrics.is_total
        and reported_metrics.printed_province is null
        and reported_metrics.printed_district is null
        and (
            coalesce(bool_or(reported_metrics.total_of = 'department') over printed_row, false)
            or (
                reported_metrics.total_of = 'all_services'
                and not bool_or(not reported_metrics.is_total) over printed_row
            )
        ) as is_in_total_row
    from reported_metrics
    left join services
        on reported_metrics.service_code = services.service_code
    where reported_metrics.block = 'matrix'
    window
        printed_row as (
            partition by
                reported_metrics.document_id,
                {{ row_of('reported_metrics.location') }}
        )

),

-- A matrix is of the services the ministry operates, or of those it coordinates: its known
-- columns say which, also for its totals and for columns nobody knows.
matrix_deliveries as (

    select
        document_id,
        table_location,
        mode(delivery order by delivery) as delivery
    from matrix_figures
    where delivery is not null
    group by document_id, table_location

),

-- '*' stands for all services or all provinces, '-' for a place no province is known of.
matrix_rows as (

    select
        matrix_figures.document_id,
        coalesce(matrix_figures.delivery, matrix_deliveries.delivery, 'unknown') as delivery,
        case
            when matrix_figures.total_of = 'all_services'
                then '*'
            else matrix_figures.service_key
        end as service_key,
        case
            when matrix_figures.is_in_total_row then '*'
            else coalesce(matrix_figures.province_ubigeo, '-')
        end as province_key,
        matrix_figures.service_code,
        matrix_figures.service_label,
        matrix_figures.is_total,
        matrix_figures.centres
    from matrix_figures
    left join matrix_deliveries
        on
            matrix_figures.document_id = matrix_deliveries.document_id
            and matrix_figures.table_location = matrix_deliveries.table_location

),

-- Cells and the three kinds of totals: of a province, of a service, of all.
matrix_printed as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        case when count(centres) = count(*) then sum(centres) end as centres
    from matrix_rows
    group by document_id, delivery, service_key, province_key

),

-- The same shape from the cells alone.
matrix_recomputed as (

    select
        document_id,
        delivery,
        case when grouping(service_key) = 1 then '*' else service_key end as service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        case when count(centres) = count(*) then sum(centres) end as centres
    from matrix_rows
    where not is_total
    group by grouping sets (
        (document_id, delivery, service_key, province_key),
        (document_id, delivery, service_key),
        (document_id, delivery, province_key),
        (document_id, delivery)
    )

),

-- A service nobody knows is delivered as the matrix says that has a column of it.
matrix_services as (

    select
        document_id,
        service_key,
        min(delivery) as delivery
    from matrix_printed
    group by document_id, service_key

),

detail_cells as (

    select
        service_coverage.document_id,
        coalesce(services.delivery, matrix_services.delivery, 'unknown') as delivery,
        coalesce(service_coverage.service_code, service_coverage.service_label) as service_key,
        coalesce(service_coverage.province_ubigeo, '-') as province_key,
        service_coverage.service_code,
        service_coverage.service_label,
        service_coverage.centres,
        service_coverage.is_total,
        service_coverage.total_of
    from service_coverage
    left join services
        on service_coverage.service_code = services.service_code
    left join matrix_services
        on
            service_coverage.document_id = matrix_services.document_id
            and coalesce(service_coverage.service_code, service_coverage.service_label)
            = matrix_services.service_key

),

detail_counts as (

    select
        document_id,
        delivery,
        service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        case when count(centres) = count(*) then sum(centres) end as centres
    from detail_cells
    where not is_total
    group by grouping sets (
        (document_id, delivery, service_key, province_key),
        (document_id, delivery, service_key)
    )

),

-- A service of which only a total is printed says nothing of its provinces.
detail_services as (

    select distinct
        document_id,
        service_key
    from detail_cells
    where not is_total

),

detail_printed_totals as (

    select
        document_id,
        service_key,
        sum(centres) as centres
    from detail_cells
    where is_total and total_of = 'department'
    group by document_id, service_key

),

-- An entry of the legend counts a service, or one of its modalities: each is held against the
-- rows of its own kind.
legend_entries as (

    select
        document_id,
        figure_id,
        coalesce(service_code, service_label) as service_key,
        modality_code,
        value
    from reported_metrics
    where block = 'map_legend'

),

modality_counts as (

    select
        document_id,
        coalesce(service_code, service_label) as service_key,
        modality_code,
        sum(centres) as centres
    from service_coverage
    where not is_total
    group by document_id, service_key, modality_code

),

legend_comparisons as (

    select
        legend_entries.figure_id,
        legend_entries.document_id,
        legend_entries.service_key,
        legend_entries.value,
        coalesce(
            sum(modality_counts.centres) filter (
                where
                legend_entries.modality_code is null
                or legend_entries.modality_code = modality_counts.modality_code
            ), 0
        ) as centres,
        -- Rows of no known kind may be of the entry's.
        count(modality_counts.document_id) > 0
        and (
            legend_entries.modality_code is null
            or bool_and(modality_counts.modality_code is not null)
        ) as is_comparable
    from legend_entries
    left join modality_counts
        on
            legend_entries.document_id = modality_counts.document_id
            and legend_entries.service_key = modality_counts.service_key
    group by
        legend_entries.figure_id,
        legend_entries.document_id,
        legend_entries.service_key,
        legend_entries.modality_code,
        legend_entries.value

),

legend_counts as (

    select
        document_id,
        service_key,
        sum(value) as centres,
        bool_and(value = centres) filter (where is_comparable) as is_as_in_tables
    from legend_comparisons
    group by document_id, service_key
    having count(value) = count(*)

),

sides as (

    select
        *,
        'printed' as side
    from matrix_printed

    union all by name

    select
        *,
        'recomputed' as side
    from matrix_recomputed

    union all by name

    select
        *,
        'detail' as side
    from detail_counts

),

-- Each side has a row at most once.
paired as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        coalesce(
            min(service_code) filter (where side = 'printed'),
            min(service_code) filter (where side = 'recomputed'),
            min(service_code) filter (where side = 'detail')
        ) as service_code,
        coalesce(
            min(service_label) filter (where side = 'printed'),
            min(service_label) filter (where side = 'recomputed'),
            min(service_label) filter (where side = 'detail')
        ) as service_label,
        bool_or(side = 'printed') as is_printed,
        bool_or(side = 'detail') as is_in_detail,
        min(centres) filter (where side = 'printed') as matrix_centres,
        min(centres) filter (where side = 'recomputed') as matrix_sum,
        min(centres) filter (where side = 'detail') as detail_centres
    from sides
    group by document_id, delivery, service_key, province_key

),

compared as (

    select
        paired.document_id,
        paired.delivery,
        paired.service_key,
        paired.province_key,
        case when paired.service_key != '*' then paired.service_code end as service_code,
        paired.service_label,
        -- A table that names the service and leaves a province out says none is there.
        case
            when paired.is_in_detail then paired.detail_centres
            when detail_services.document_id is not null and paired.province_key != '*' then 0
        end as detail_centres,
        case when paired.province_key = '*' then detail_printed_totals.centres end
            as detail_printed_total,
        paired.matrix_centres,
        paired.matrix_sum,
        -- What the comparison of tables and matrix takes: nothing printed is none there, and
        -- what is printed and no number (a dash, S/I) leaves nothing to compare.
        case when paired.is_in_detail then paired.detail_centres else 0 end as compared_detail,
        case
            when paired.province_key = '-' then null
            when paired.is_printed then paired.matrix_centres
            when paired.province_key = '*' then paired.matrix_sum
            when matrix_services.document_id is not null then 0
        end as compared_matrix,
        case when paired.province_key = '*' then legend_counts.centres end as legend_centres,
        case when paired.province_key = '*' then legend_counts.is_as_in_tables end
            as is_legend_as_in_tables
    from paired
    left join matrix_services
        on
            paired.document_id = matrix_services.document_id
            and paired.service_key = matrix_services.service_key
    left join detail_services
        on
            paired.document_id = detail_services.document_id
            and paired.service_key = detail_services.service_key
    left join detail_printed_totals
        on
            paired.document_id = detail_printed_totals.document_id
            and paired.service_key = detail_printed_totals.service_key
    left join legend_counts
        on
            paired.document_id = legend_counts.document_id
            and paired.service_key = legend_counts.service_key

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
        latest_documents.department_ubigeo,
        departments.department,
        provinces.province_ubigeo,
        provinces.province,
        compared.delivery,
        compared.service_code,
        case
            when compared.service_key != '*'
                then coalesce(services.service, compared.service_label)
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
        ) as do_tables_and_legend_agree
    from compared
    inner join latest_documents
        on compared.document_id = latest_documents.document_id
    left join geography as departments
        on latest_documents.department_ubigeo = departments.ubigeo
    left join geography as provinces
        on compared.province_key = provinces.ubigeo
    left join services
        on compared.service_code = services.service_code

)

-- A document's rows lie together: whoever asks for one document reads one part of the table.
select * from final
order by document_id
