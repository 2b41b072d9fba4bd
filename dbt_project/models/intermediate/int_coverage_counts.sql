with

figures as (

    select * from {{ ref('int_figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

-- A row kept out for its place still counts here: the document's arithmetic includes it.
centres as (

    select
        figures.document_id,
        figures.service_code,
        coalesce(figures.service_code, figures.service_label) as service_key,
        figures.service_label,
        coalesce(figures.modality_code, figures.modality_label, '') as modality_key,
        figures.modality_code,
        figures.modality_label,
        figures.province_ubigeo,
        coalesce(figures.province_ubigeo, figures.printed_province, '') as province_key,
        figures.printed_province,
        figures.period_start,
        figures.period_end,
        {{ countable_value('figures.value', 'figures.value_status') }} as centres,
        figures.location
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    where
        documents.is_loaded
        and figures.block = 'coverage'
        and not figures.is_total

),

final as (

    select
        document_id,
        service_key,
        modality_key,
        province_key,
        min(service_code) as service_code,
        min(service_label) as service_label,
        min(modality_code) as modality_code,
        min(modality_label) as modality_label,
        min(province_ubigeo) as province_ubigeo,
        min(printed_province) as printed_province,
        min(period_start) as period_start,
        max(period_end) as period_end,
        sum(centres) as centres,
        cast(count(*) - count(centres) as integer) as unknown_rows,
        min(location) as location
    from centres
    group by all

)

select * from final
