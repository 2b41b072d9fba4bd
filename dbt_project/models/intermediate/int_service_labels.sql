with

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

service_spellings as (

    select * from {{ ref('service_spellings') }}

),

modality_spellings as (

    select * from {{ ref('modality_spellings') }}

),

printed_labels as (

    select row_label as printed_label
    from printed_figures
    union
    select section_heading
    from printed_figures
    union
    select centre_label
    from printed_figures

),

ocr_labels as (

    select distinct row_label as printed_label
    from printed_figures
    where block = 'map_legend'

),

spellings as (

    select distinct
        service_code,
        is_whole_label_only = 'yes' as is_whole_label_only,
        {{ label_key('spelling') }} as spelling_key
    from service_spellings

),

-- No filter on the key: it would be computed for every row instead of the few distinct labels.
keyed as (

    select
        printed_label,
        {{ label_key('left(printed_label, 300)') }} as label_key
    from printed_labels
    where printed_label is not null

),

-- `Centro Emergencia Mujer – CEM:` has two parts, either of which names the service.
parts as (

    select distinct
        printed_label,
        {{ label_key('part') }} as part_key
    from (
        select
            printed_label,
            unnest(
                string_split_regex(
                    regexp_replace(left(printed_label, 300), '\s*\([0-9]+\)', ' ', 'g'),
                    '\s*[–—:();,\n]\s*|\s-\s?|\s?-\s'
                )
            ) as part
        from keyed
    ) as split_labels

),

-- What each part names; spellings that count only as a whole label also count where two parts
-- name the same service (`Centro de Atención Residencial – CAR`).
named_parts as (

    select
        parts.printed_label,
        parts.part_key,
        spellings.service_code,
        spellings.is_whole_label_only,
        length(spellings.spelling_key) as matched_letters
    from parts
    left join spellings
        on replace(parts.part_key, ' ', '') = replace(spellings.spelling_key, ' ', '')
    where parts.part_key != ''

),

agreeing_labels as (

    select printed_label
    from named_parts
    group by printed_label
    having
        count(distinct part_key) filter (where service_code is not null) > 1
        and count(distinct service_code) = 1

),

-- Tier 1 the whole label, 2 a part of it, 3 its first words.
matched as (

    select
        keyed.printed_label,
        spellings.service_code,
        1 as tier,
        length(spellings.spelling_key) as matched_letters
    from keyed
    inner join spellings
        on replace(keyed.label_key, ' ', '') = replace(spellings.spelling_key, ' ', '')
    union all
    select
        named_parts.printed_label,
        named_parts.service_code,
        2 as tier,
        named_parts.matched_letters
    from named_parts
    left join agreeing_labels on named_parts.printed_label = agreeing_labels.printed_label
    where
        named_parts.service_code is not null
        and (not named_parts.is_whole_label_only or agreeing_labels.printed_label is not null)
    union all
    select
        keyed.printed_label,
        spellings.service_code,
        3 as tier,
        length(spellings.spelling_key) as matched_letters
    from keyed
    inner join spellings on starts_with(keyed.label_key, spellings.spelling_key || ' ')
    where not spellings.is_whole_label_only

),

-- Two services in one label (`CEM - HRT`) name neither.
named as (

    select
        printed_label,
        case tier when 1 then 'whole' when 2 then 'part' else 'start' end as service_match,
        case
            when tier = 3 then arg_max(service_code, matched_letters)
            when count(distinct service_code) = 1 then min(service_code)
        end as service_code
    from matched
    group by printed_label, tier
    qualify row_number() over (partition by printed_label order by tier) = 1

),

-- OCR garbles letters of the map's legend: the likest spelling, where it is clearly so.
likened as (

    select
        keyed.printed_label,
        spellings.service_code,
        max({{ similarity('keyed.label_key', 'spellings.spelling_key') }}) as score
    from keyed
    inner join ocr_labels on keyed.printed_label = ocr_labels.printed_label
    cross join spellings
    where
        not spellings.is_whole_label_only
        and keyed.printed_label not in (select named.printed_label from named)
    group by all

),

likest as (

    select
        printed_label,
        service_code,
        score,
        lead(score, 1, 0) over (partition by printed_label order by score desc, service_code)
            as next_score
    from likened
    qualify
        row_number() over (partition by printed_label order by score desc, service_code) = 1

),

modality_keys as (

    select
        service_code,
        modality_code,
        {{ label_key('spelling') }} as spelling_key
    from modality_spellings

),

-- The longest spelling of a modality that the label ends with.
modalities as (

    select
        keyed.printed_label,
        arg_max(modality_keys.service_code, length(modality_keys.spelling_key)) as service_code,
        arg_max(modality_keys.modality_code, length(modality_keys.spelling_key)) as modality_code
    from keyed
    inner join modality_keys
        on
            replace(keyed.label_key, ' ', '') = replace(modality_keys.spelling_key, ' ', '')
            or ends_with(keyed.label_key, ' ' || modality_keys.spelling_key)
    group by keyed.printed_label

),

final as (

    select
        keyed.printed_label,
        coalesce(
            named.service_code,
            case
                when
                    named.printed_label is null
                    and likest.score >= {{ slip_score() }}
                    and likest.score - likest.next_score >= {{ clear_margin() }}
                    then likest.service_code
            end
        ) as service_code,
        coalesce(
            case when named.service_code is not null then named.service_match end,
            case when likest.service_code is not null then 'similar' end
        ) as service_match,
        modalities.service_code as modality_service_code,
        modalities.modality_code
    from keyed
    left join named on keyed.printed_label = named.printed_label
    left join likest on keyed.printed_label = likest.printed_label
    left join modalities on keyed.printed_label = modalities.printed_label

)

select * from final
