with

figures as (

    select * from {{ ref('int_figures') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

poverty_ranking as (

    select * from {{ ref('int_poverty_ranking') }}

),

loaded_documents as (

    select
        *,
        row_number() over (
            partition by reporting_unit_code, as_of_month order by revision_number
        ) as loaded_revision
    from documents
    where is_loaded

),

all_figures as (

    select
        figures.document_id,
        figures.figure_id,
        figures.block,
        coalesce(figures.service_code, figures.service_label, '') as service,
        coalesce(figures.modality_code, figures.modality_label, '') as modality,
        coalesce(figures.measure_code, figures.measure_label, '') as measure,
        -- A service whose places are confidential is never placed below the level it allows.
        coalesce(
            case
                when coalesce(services.finest_place_level, 'district') = 'district'
                    then coalesce(figures.district_ubigeo, figures.printed_district)
            end,
            figures.province_ubigeo,
            figures.printed_province,
            figures.department_ubigeo,
            ''
        ) as place,
        figures.period_kind,
        figures.period_start,
        figures.period_end,
        figures.period_label,
        figures.is_total,
        coalesce(figures.total_of, '') as total_of,
        figures.value,
        figures.value_status,
        figures.printed_text,
        figures.location
    from figures
    left outer join services
        on figures.service_code = services.service_code

    union all

    select
        document_id,
        figure_id,
        'poverty_ranking' as block,
        '' as service,
        '' as modality,
        'orden_de_pobreza' as measure,
        coalesce(
            district_ubigeo, printed_district, province_ubigeo, printed_province, ''
        ) as place,
        'as_of' as period_kind,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        cast(null as varchar) as period_label,
        false as is_total,
        '' as total_of,
        cast(rank_position as decimal(18, 0)) as value,
        'number' as value_status,
        printed_text,
        location
    from poverty_ranking

),

revision_pairs as (

    select
        later.document_id,
        earlier.document_id as earlier_document_id
    from loaded_documents as later
    inner join loaded_documents as earlier
        on
            later.reporting_unit_code = earlier.reporting_unit_code
            and later.as_of_month = earlier.as_of_month
            and later.loaded_revision = earlier.loaded_revision + 1

),

revised_documents as (

    select document_id
    from revision_pairs

    union

    select earlier_document_id
    from revision_pairs

),

-- What a figure is about, whatever the document; figures about the same thing are told apart
-- by their order on the page. Where nothing was revised, only usage can be restated.
keyed_figures as (

    select
        all_figures.*,
        loaded_documents.reporting_unit_code,
        loaded_documents.as_of_month,
        loaded_documents.loaded_revision,
        loaded_documents.is_latest,
        row_number() over (
            partition by
                all_figures.document_id,
                all_figures.block,
                all_figures.service,
                all_figures.modality,
                all_figures.measure,
                all_figures.place,
                all_figures.period_kind,
                all_figures.period_start,
                all_figures.period_end,
                all_figures.is_total,
                all_figures.total_of
            order by all_figures.figure_id
        ) as occurrence
    from all_figures
    inner join loaded_documents
        on all_figures.document_id = loaded_documents.document_id
    left join revised_documents
        on all_figures.document_id = revised_documents.document_id
    where all_figures.block = 'usage' or revised_documents.document_id is not null

),

later_figures as (

    select
        keyed_figures.*,
        revision_pairs.earlier_document_id
    from keyed_figures
    inner join revision_pairs
        on keyed_figures.document_id = revision_pairs.document_id

),

earlier_figures as (

    select
        keyed_figures.*,
        revision_pairs.document_id as later_document_id
    from keyed_figures
    inner join revision_pairs
        on keyed_figures.document_id = revision_pairs.earlier_document_id

),

revision_changes as (

    select
        case
            when earlier_figures.figure_id is null then 'added'
            when later_figures.figure_id is null then 'removed'
            else 'changed'
        end as change_kind,
        coalesce(later_figures.document_id, earlier_figures.later_document_id) as document_id,
        coalesce(later_figures.earlier_document_id, earlier_figures.document_id)
            as earlier_document_id,
        coalesce(later_figures.block, earlier_figures.block) as block,
        coalesce(later_figures.service, earlier_figures.service) as service,
        coalesce(later_figures.modality, earlier_figures.modality) as modality,
        coalesce(later_figures.measure, earlier_figures.measure) as measure,
        coalesce(later_figures.place, earlier_figures.place) as place,
        coalesce(later_figures.period_label, earlier_figures.period_label) as period_label,
        coalesce(later_figures.period_start, earlier_figures.period_start) as period_start,
        coalesce(later_figures.period_end, earlier_figures.period_end) as period_end,
        coalesce(later_figures.period_kind, earlier_figures.period_kind) as period_kind,
        coalesce(later_figures.is_total, earlier_figures.is_total) as is_total,
        later_figures.figure_id,
        earlier_figures.figure_id as earlier_figure_id,
        later_figures.value,
        earlier_figures.value as earlier_value,
        later_figures.printed_text,
        earlier_figures.printed_text as earlier_printed_text,
        later_figures.location,
        earlier_figures.location as earlier_location
    from later_figures
    full outer join earlier_figures
        on
            later_figures.document_id = earlier_figures.later_document_id
            and later_figures.block = earlier_figures.block
            and later_figures.service = earlier_figures.service
            and later_figures.modality = earlier_figures.modality
            and later_figures.measure = earlier_figures.measure
            and later_figures.place = earlier_figures.place
            and later_figures.period_kind is not distinct from earlier_figures.period_kind
            and later_figures.period_start is not distinct from earlier_figures.period_start
            and later_figures.period_end is not distinct from earlier_figures.period_end
            and later_figures.is_total = earlier_figures.is_total
            and later_figures.total_of = earlier_figures.total_of
            and later_figures.occurrence = earlier_figures.occurrence
    where
        later_figures.figure_id is null
        or earlier_figures.figure_id is null
        or later_figures.value is distinct from earlier_figures.value
        or later_figures.value_status != earlier_figures.value_status

),

-- The same past period printed again by the next document that prints it.
successive_prints as (

    select
        *,
        lag(document_id) over prints as earlier_document_id,
        lag(figure_id) over prints as earlier_figure_id,
        lag(value) over prints as earlier_value,
        lag(printed_text) over prints as earlier_printed_text,
        lag(location) over prints as earlier_location
    from keyed_figures
    where is_latest and block = 'usage' and value is not null and period_start is not null
    window prints as (
        partition by
            reporting_unit_code,
            service,
            modality,
            measure,
            place,
            period_kind,
            period_start,
            period_end,
            is_total,
            total_of,
            occurrence
        order by as_of_month
    )

),

restatements as (

    select
        'restated' as change_kind,
        document_id,
        earlier_document_id,
        block,
        service,
        modality,
        measure,
        place,
        period_label,
        period_start,
        period_end,
        period_kind,
        is_total,
        figure_id,
        earlier_figure_id,
        value,
        earlier_value,
        printed_text,
        earlier_printed_text,
        location,
        earlier_location
    from successive_prints
    where value != earlier_value

),

changes as (

    select * from revision_changes

    union all

    select * from restatements

),

final as (

    select
        concat_ws(
            '|',
            changes.document_id,
            changes.earlier_document_id,
            coalesce(changes.figure_id, ''),
            coalesce(changes.earlier_figure_id, '')
        ) as revision_change_id,
        changes.change_kind,
        later.reporting_unit_code,
        later.department_ubigeo,
        changes.document_id,
        later.file_name,
        later.as_of_month,
        later.revision_number,
        changes.earlier_document_id,
        earlier.file_name as earlier_file_name,
        earlier.as_of_month as earlier_as_of_month,
        earlier.revision_number as earlier_revision_number,
        changes.block,
        changes.service,
        nullif(changes.modality, '') as modality,
        changes.measure,
        changes.place,
        changes.period_label,
        changes.period_start,
        changes.period_end,
        changes.period_kind,
        changes.is_total,
        changes.figure_id,
        changes.earlier_figure_id,
        cast(changes.value as decimal(18, 0)) as value,
        cast(changes.earlier_value as decimal(18, 0)) as earlier_value,
        cast(changes.value - changes.earlier_value as decimal(18, 0)) as difference,
        changes.printed_text,
        changes.earlier_printed_text,
        changes.location,
        changes.earlier_location
    from changes
    inner join loaded_documents as later
        on changes.document_id = later.document_id
    inner join loaded_documents as earlier
        on changes.earlier_document_id = earlier.document_id

)

select * from final
