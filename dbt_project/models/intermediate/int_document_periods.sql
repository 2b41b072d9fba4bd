{%- set told_by = {
    'named': 'column', 'year': 'year_column', 'title': 'title', 'map': 'map_stamp'
} -%}

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

headed_columns as (

    select
        document_id,
        printed_text as period_label,
        count(distinct location) as columns
    from period_mentions
    where mention_kind = 'column'
    group by document_id, printed_text

),

told_labels as (

    select
        mentions.document_id,
        {{ single_spaced('mentions.period_label') }} as period_label,
        period_labels.period_end,
        greatest(headed_columns.columns, 1) as columns,
        case
            when coalesce(period_labels.period_kind, '') != 'year' then mentions.mention_kind
            when mentions.mention_kind = 'column' then 'year_column'
        end as told_by
    from mentions
    inner join period_labels on mentions.period_label = period_labels.period_label
    left join headed_columns
        on
            mentions.document_id = headed_columns.document_id
            and mentions.period_label = headed_columns.period_label
            and mentions.mention_kind = 'column'
    where period_labels.period_end is not null

),

months as (

    select
        document_id,
        told_by,
        period_label,
        period_end,
        date_trunc('month', period_end) as last_month,
        sum(columns) over (
            partition by document_id, told_by, date_trunc('month', period_end)
        ) as columns,
        bool_or(told_by in ('title', 'map_stamp')) over (
            partition by document_id, date_trunc('month', period_end)
        ) as is_told_otherwise
    from told_labels
    where told_by is not null

),

most_columns as (

    select
        document_id,
        told_by,
        max(columns) as columns
    from months
    group by document_id, told_by

),

-- A month that few columns are of and nothing else tells is a slip in their headings.
latest_labels as (

    select
        months.document_id,
        months.told_by,
        months.period_label,
        months.last_month
    from months
    inner join most_columns
        on
            months.document_id = most_columns.document_id
            and months.told_by = most_columns.told_by
    where months.is_told_otherwise or months.columns * 4 > most_columns.columns
    qualify
        row_number() over (
            partition by months.document_id, months.told_by
            order by months.period_end desc, months.period_label asc
        ) = 1

),

by_kind as (

    select
        documents.document_id,
    {% for name, kind in told_by.items() %}
        max(latest_labels.last_month) filter (where latest_labels.told_by = '{{ kind }}')
            as {{ name }}_month,
        max(latest_labels.period_label) filter (where latest_labels.told_by = '{{ kind }}')
            as {{ name }}_label{{ "," if not loop.last }}
    {% endfor %}
    from documents
    left join latest_labels on documents.document_id = latest_labels.document_id
    where documents.outcome = 'read'
    group by documents.document_id

),

-- The tables say which month a document is of. A column of the running year (`2023`) names no
-- month: where no column of that year does, the month of the title or the map stands, unless it
-- is of an earlier year.
told as (

    select
        *,
        year_month is null or named_month >= date_trunc('year', year_month) as names_month,
        coalesce(title_month >= date_trunc('year', year_month), title_month is not null)
            as has_title_month,
        coalesce(map_month >= date_trunc('year', year_month), map_month is not null)
            as has_map_month
    from by_kind

),

chosen as (

    select
        document_id,
        title_month,
        map_month,
        title_label,
        map_label,
        case
            when names_month then named_month
            when not has_title_month and not has_map_month then year_month
        end as column_month,
        case
            when names_month and named_month is not null then named_month
            when has_title_month then title_month
            when has_map_month then map_month
            else year_month
        end as as_of_month,
        case
            when names_month and named_month is not null then named_label
            when has_title_month then title_label
            when has_map_month then map_label
            else year_label
        end as as_of_label
    from told

),

geography_dates as (

    select distinct valid_from
    from geography

),

-- The geography of a document is that of the last change up to the end of its month.
final as (

    select
        chosen.document_id,
        cast(chosen.as_of_month as date) as as_of_month,
        chosen.as_of_label,
        cast(chosen.column_month as date) as column_month,
        cast(chosen.title_month as date) as title_month,
        cast(chosen.map_month as date) as map_month,
        chosen.title_label,
        chosen.map_label,
        max(geography_dates.valid_from) as geography_date
    from chosen
    left join geography_dates
        on geography_dates.valid_from <= last_day(coalesce(chosen.as_of_month, date '9999-01-01'))
    group by all

)

select * from final
