with

reported_metrics as (

    select * from {{ ref('fct_reported_metrics') }}

),

poverty as (

    select * from {{ ref('fct_poverty') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

geography as (

    select * from {{ ref('dim_geography') }}

),

services as (

    select * from {{ ref('dim_program') }}

),

modalities as (

    select * from {{ ref('dim_modality') }}

),

measures as (

    select * from {{ ref('dim_measure') }}

),

-- A blank cell prints no figure, and neither does a row of a table without numbers.
printed_metrics as (

    select
        figure_id,
        document_id,
        place_ubigeo,
        service_code,
        service_label,
        modality_code,
        modality_label,
        measure_code,
        measure_label,
        period_label,
        period_start,
        period_end,
        period_kind,
        block,
        is_total,
        value,
        value_status,
        printed_text,
        location
    from reported_metrics
    where value_status not in ('blank', 'listed')

),

printed_ranks as (

    select
        poverty.poverty_id as figure_id,
        poverty.document_id,
        poverty.place_ubigeo,
        cast(null as varchar) as service_code,
        cast(null as varchar) as service_label,
        cast(null as varchar) as modality_code,
        cast(null as varchar) as modality_label,
        cast(null as varchar) as measure_code,
        'Orden de pobreza' as measure_label,
        documents.as_of_label as period_label,
        documents.as_of_month as period_start,
        last_day(documents.as_of_month) as period_end,
        'as_of' as period_kind,
        'poverty_ranking' as block,
        false as is_total,
        cast(poverty.rank_department as decimal(18, 0)) as value,
        'number' as value_status,
        poverty.printed_text,
        poverty.location
    from poverty
    inner join documents
        on poverty.document_id = documents.document_id
    where poverty.record_kind = 'printed_rank'

),

figures as (

    select * from printed_metrics

    union all

    select * from printed_ranks

),

final as (

    select
        figures.figure_id,
        figures.document_id,
        documents.file_name,
        documents.as_of_month,
        documents.is_latest,
        geography.department_ubigeo,
        geography.department,
        geography.province_ubigeo,
        geography.province,
        geography.district_ubigeo,
        geography.district,
        services.program_code,
        figures.service_code,
        coalesce(services.service, figures.service_label) as service,
        coalesce(modalities.modality, figures.modality_label) as modality,
        figures.measure_code,
        coalesce(measures.measure, figures.measure_label) as measure,
        measures.unit,
        measures.measure_kind,
        figures.period_label,
        figures.period_start,
        figures.period_end,
        figures.period_kind,
        figures.block,
        figures.is_total,
        figures.value,
        figures.value_status,
        figures.printed_text,
        figures.location
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    left join geography
        on figures.place_ubigeo = geography.ubigeo
    left join services
        on figures.service_code = services.service_code
    left join modalities
        on
            figures.service_code = modalities.service_code
            and figures.modality_code = modalities.modality_code
    left join measures
        on
            coalesce(figures.service_code, '*') = measures.service_code
            and figures.measure_code = measures.measure_code

)

select * from final
