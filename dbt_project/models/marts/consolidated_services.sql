with

-- Read once for each of what follows: fewer columns are cheaper than the same rows kept aside.
reported_metrics as not materialized (

    select * from {{ ref('fct_reported_metrics') }}

),

service_coverage as (

    select * from {{ ref('fct_service_coverage') }}

),

withheld_figures as (

    select
        *,
        coalesce(service_code, service_label) as service_key,
        coalesce(province_ubigeo, '-') as province_key
    from {{ ref('fct_withheld_figures') }}
    where not is_total

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

-- A service is named by its code, one nobody knows by its printed label.
matrix_figures as not materialized (

    select
        reported_metrics.document_id,
        reported_metrics.location,
        coalesce(reported_metrics.service_code, reported_metrics.service_label) as service_key,
        services.delivery,
        coalesce(reported_metrics.province_ubigeo, '-') as province_key,
        reported_metrics.printed_province is not null
        or reported_metrics.printed_district is not null as is_of_place,
        reported_metrics.is_total,
        reported_metrics.total_of,
        case
            when reported_metrics.value_status in ('blank', 'dash') then 0
            else reported_metrics.value
        end as centres,
        cast(null as varchar) as withheld_because
    from reported_metrics
    left join services
        on reported_metrics.service_code = services.service_code
    where reported_metrics.block = 'matrix'

    union all

    -- A cell that an error keeps out is there, and its count unknown.
    select
        withheld_figures.document_id,
        withheld_figures.location,
        withheld_figures.service_key,
        services.delivery,
        withheld_figures.province_key,
        true as is_of_place,
        withheld_figures.is_total,
        withheld_figures.total_of,
        null as centres,
        withheld_figures.withheld_because
    from withheld_figures
    left join services
        on withheld_figures.service_code = services.service_code
    where withheld_figures.block = 'matrix'

),

-- A matrix is of the services the ministry operates, or of those it coordinates: its known
-- columns say which, also for its totals and for columns nobody knows.
matrix_deliveries as (

    select
        document_id,
        {{ table_of('location') }} as table_location,
        mode(delivery order by delivery) as delivery
    from matrix_figures
    where delivery is not null
    group by document_id, table_location

),

matrix_rows as not materialized (

    select
        matrix_figures.* exclude (delivery),
        coalesce(matrix_figures.delivery, matrix_deliveries.delivery, 'unknown') as delivery
    from matrix_figures
    left join matrix_deliveries
        on
            matrix_figures.delivery is null
            and matrix_figures.document_id = matrix_deliveries.document_id
            and {{ table_of('matrix_figures.location') }} = matrix_deliveries.table_location

),

matrix_cells as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        case when count(centres) = count(*) then sum(centres) end as centres
    from matrix_rows
    where not is_total
    group by document_id, delivery, service_key, province_key

),

-- '*' stands for all services or all provinces, '-' for a place no province is known of.
matrix_sums as (

    select
        document_id,
        delivery,
        case when grouping(service_key) = 1 then '*' else service_key end as service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        case when count(centres) = count(*) then sum(centres) end as centres
    from matrix_cells
    group by grouping sets (
        (document_id, delivery, service_key),
        (document_id, delivery, province_key),
        (document_id, delivery)
    )

),

totals_in_rows as (

    select
        *,
        bool_or(total_of = 'department') over printed_row as is_beside_total_of_service,
        {{ row_of('location') }} as row_location
    from matrix_rows
    where is_total
    window printed_row as (partition by document_id, {{ row_of('location') }})

),

-- A matrix turned round prints a service's total beside its provinces, and the total of all in a
-- row of totals.
rows_beside_lone_totals as (

    select distinct
        document_id,
        {{ row_of('location') }} as row_location
    from matrix_rows
    where
        not is_total
        and document_id in (
            select totals_in_rows.document_id from totals_in_rows
            where not coalesce(totals_in_rows.is_beside_total_of_service, false)
        )

),

-- The three kinds of printed totals: of a province, of a service, of all.
matrix_totals as (

    select
        totals.document_id,
        totals.delivery,
        case when totals.total_of = 'all_services' then '*' else totals.service_key end
            as service_key,
        case
            when totals.is_of_place then totals.province_key
            when totals.is_beside_total_of_service then '*'
            when totals.total_of = 'all_services' and cells.document_id is null then '*'
            else totals.province_key
        end as province_key,
        totals.centres
    from totals_in_rows as totals
    left join rows_beside_lone_totals as cells
        on
            totals.document_id = cells.document_id
            and totals.row_location = cells.row_location

),

-- A service nobody knows is delivered as the matrix says that has a column of it.
matrix_services as (

    select
        document_id,
        service_key,
        min(delivery) as delivery
    from (
        select * from matrix_cells
        union all
        select * from matrix_totals
    ) as printed
    group by document_id, service_key

),

-- A row that an error keeps out is there, and its count unknown.
coverage_rows as not materialized (

    select
        document_id,
        coalesce(service_code, service_label) as service_key,
        coalesce(province_ubigeo, '-') as province_key,
        modality_code,
        centres,
        is_total,
        total_of,
        cast(null as varchar) as withheld_because
    from service_coverage

    union all

    select
        document_id,
        service_key,
        province_key,
        modality_code,
        null as centres,
        is_total,
        total_of,
        withheld_because
    from withheld_figures
    where block = 'coverage'

),

detail_cells as not materialized (

    select
        coverage_rows.*,
        coalesce(services.delivery, matrix_services.delivery, 'unknown') as delivery
    from coverage_rows
    left join services
        on coverage_rows.service_key = services.service_code
    left join matrix_services
        on
            services.service_code is null
            and coverage_rows.document_id = matrix_services.document_id
            and coverage_rows.service_key = matrix_services.service_key

),

detail_counts as (

    select
        document_id,
        delivery,
        service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        case when count(centres) = count(*) then sum(centres) end as centres
    from detail_cells
    where not is_total
    group by grouping sets (
        (document_id, delivery, service_key, province_key),
        (document_id, delivery, service_key)
    )

),

-- A service of which only a total is printed says nothing of its provinces. A row kept out, of
-- which no province is known, may be of any.
detail_services as (

    select
        document_id,
        service_key,
        bool_or(withheld_because is not null and province_key = '-') as has_unplaced_row
    from detail_cells
    where not is_total
    group by document_id, service_key

),

-- A cell kept out is missing in the total of all services too.
withheld_rows as (

    select
        document_id,
        delivery,
        unnest([service_key, '*']) as service_key,
        province_key,
        withheld_because
    from matrix_rows
    where withheld_because is not null

    union all

    select
        document_id,
        delivery,
        service_key,
        province_key,
        withheld_because
    from detail_cells
    where withheld_because is not null

),

reasons as (

    select
        document_id,
        delivery,
        service_key,
        case when grouping(province_key) = 1 then '*' else province_key end as province_key,
        string_agg(distinct withheld_because, ', ' order by withheld_because) as withheld_because
    from withheld_rows
    group by grouping sets (
        (document_id, delivery, service_key, province_key),
        (document_id, delivery, service_key)
    )

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
        service_key,
        modality_code,
        sum(centres) as centres,
        bool_or(withheld_because is not null) as has_withheld_row
    from coverage_rows
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
        and not bool_or(modality_counts.has_withheld_row)
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

-- Each side has a row at most once; a cell of a matrix is its own sum.
sides as (

    select
        document_id,
        delivery,
        service_key,
        province_key,
        true as is_printed,
        false as is_in_detail,
        centres as matrix_centres,
        centres as matrix_sum,
        cast(null as decimal(38, 0)) as detail_centres
    from matrix_cells

    union all

    select
        document_id,
        delivery,
        service_key,
        province_key,
        true as is_printed,
        false as is_in_detail,
        centres as matrix_centres,
        null as matrix_sum,
        null as detail_centres
    from matrix_totals

    union all

    select
        document_id,
        delivery,
        service_key,
        province_key,
        false as is_printed,
        false as is_in_detail,
        null as matrix_centres,
        centres as matrix_sum,
        null as detail_centres
    from matrix_sums

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
            when detail_services.document_id is not null and paired.province_key != '*' then 0
        end as detail_centres,
        case when paired.province_key = '*' then detail_printed_totals.centres end
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
    left join detail_printed_totals
        on
            paired.document_id = detail_printed_totals.document_id
            and paired.service_key = detail_printed_totals.service_key
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
