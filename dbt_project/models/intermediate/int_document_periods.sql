with

documents as (

    select * from {{ ref('stg_documents') }}

),

service_figures as (

    select * from {{ ref('stg_service_figures') }}

),

period_mentions as (

    select * from {{ ref('stg_period_mentions') }}

),

period_labels as (

    select * from {{ ref('int_period_labels') }}

),

geography as (

    select * from {{ ref('int_place_names') }}

),

mentions as (

    select distinct
        document_id,
        'column' as mention_kind,
        period_label
    from service_figures
    union
    select
        document_id,
        mention_kind,
        printed_text as period_label
    from period_mentions

),

latest_labels as (

    select
        mentions.document_id,
        mentions.mention_kind,
        mentions.period_label,
        date_trunc('month', period_labels.period_end) as last_month
    from mentions
    inner join period_labels on mentions.period_label = period_labels.period_label
    where period_labels.period_end is not null
    qualify
        row_number() over (
            partition by mentions.document_id, mentions.mention_kind
            order by period_labels.period_end desc, mentions.period_label asc
        ) = 1

),

-- The tables say which month a document is of; the title or the map's stamp only where no table
-- has a period.
by_kind as (

    select
        documents.document_id,
        max(latest_labels.last_month) filter (where latest_labels.mention_kind = 'column')
            as column_month,
        max(latest_labels.last_month) filter (where latest_labels.mention_kind = 'title')
            as title_month,
        max(latest_labels.last_month) filter (where latest_labels.mention_kind = 'map_stamp')
            as map_month,
        max(latest_labels.period_label) filter (where latest_labels.mention_kind = 'column')
            as column_label,
        max(latest_labels.period_label) filter (where latest_labels.mention_kind = 'title')
            as title_label,
        max(latest_labels.period_label) filter (where latest_labels.mention_kind = 'map_stamp')
            as map_label
    from documents
    left join latest_labels on documents.document_id = latest_labels.document_id
    where documents.outcome = 'read'
    group by documents.document_id

),

chosen as (

    select
        document_id,
        cast(coalesce(column_month, title_month, map_month) as date) as as_of_month,
        case
            when column_month is not null then column_label
            when title_month is not null then title_label
            else map_label
        end as as_of_label,
        cast(column_month as date) as column_month,
        cast(title_month as date) as title_month,
        cast(map_month as date) as map_month,
        title_label,
        map_label
    from by_kind

),

geography_dates as (

    select distinct valid_from
    from geography

),

-- The geography of a document is that of the last change up to the end of its month.
final as (

    select
        chosen.document_id,
        chosen.as_of_month,
        chosen.as_of_label,
        chosen.column_month,
        chosen.title_month,
        chosen.map_month,
        chosen.title_label,
        chosen.map_label,
        max(geography_dates.valid_from) as geography_date
    from chosen
    left join geography_dates
        on geography_dates.valid_from <= last_day(coalesce(chosen.as_of_month, date '9999-01-01'))
    group by all

)

select * from final
