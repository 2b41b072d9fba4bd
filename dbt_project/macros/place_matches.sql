{#-
The CTEs that answer which place a printed name means, ending in `place_matches`: one row per
question with ubigeo, place_match, place_score, nearest_places and found_elsewhere.

Expects the CTEs `place_names` (int_place_names) and `questions`, one row per distinct
(level, department_ubigeo, province_ubigeo, geography_date, is_ocr, printed_text) with the
text's clean_text, name_key and place_key; province_ubigeo null asks in the whole department.

A name is only ever sought in its parent: as printed (exact), without accents, case and dots
(normalised), by another spelling, an abbreviation or initials (alias), and last by likeness
(similar), which must be clear of the second best and must not be the name of a place elsewhere.
-#}
{%- macro place_matches() -%}
asked as (

    select
        *,
        string_split(place_key, ' ') as place_words,
        hash(
            level, department_ubigeo, province_ubigeo, geography_date, is_ocr, printed_text
        ) as question_id
    from questions

),

compared as (

    select
        asked.question_id,
        asked.is_ocr,
        place_names.ubigeo,
        place_names.name_es,
        min(case
            when place_names.is_official and asked.clean_text = place_names.spelling then 1
            when
                place_names.is_official
                and replace(asked.name_key, ' ', '') = replace(place_names.name_key, ' ', '')
                then 2
            when
                replace(place_names.name_key, ' ', '')
                in (replace(asked.place_key, ' ', ''), replace(asked.name_key, ' ', ''))
                then 3
            when
                len(asked.place_words) > 1
                and asked.place_words[-1] = string_split(place_names.name_key, ' ')[-1]
                and length(asked.place_words[-1]) > 2
                and len(asked.place_words) = len(string_split(place_names.name_key, ' '))
                and list_aggregate(
                    list_transform(
                        list_zip(string_split(place_names.name_key, ' '), asked.place_words),
                        lambda pair: starts_with(pair[1], pair[2])
                    ),
                    'bool_and'
                )
                then 4
            else 5
        end) as tier,
        max({{ similarity('asked.place_key', 'place_names.name_key') }}) as score
    from asked
    inner join place_names
        on
            asked.level = place_names.level
            and asked.department_ubigeo = place_names.department_ubigeo
            and asked.geography_date >= place_names.valid_from
            and coalesce(asked.province_ubigeo, place_names.province_ubigeo)
            = place_names.province_ubigeo
    group by all

),

ranked as (

    select
        *,
        row_number() over best_first as candidate_rank,
        lead(score, 1, 0) over best_first as next_score,
        lead(tier, 1, 5) over best_first as next_tier
    from compared
    window best_first as (partition by question_id order by tier, score desc, ubigeo)

),

nearest as (

    select
        question_id,
        string_agg(
            name_es || ' (' || printf('%.2f', score) || ')', ', ' order by score desc, ubigeo
        ) as nearest_places
    from (
        select *
        from compared
        qualify row_number() over (partition by question_id order by score desc, ubigeo) <= 3
    )
    group by question_id

),

-- Places of the same name outside the parent, or of another level in it.
elsewhere as (

    select
        asked.question_id,
        bool_or(
            place_names.level = asked.level and place_names.valid_from <= asked.geography_date
        ) as is_same_level,
        string_agg(
            distinct place_names.name_es || ' (' || place_names.ubigeo || ') is a '
            || place_names.level
            || case
                when place_names.valid_from > asked.geography_date
                    then ' only from ' || cast(place_names.valid_from as varchar)
                else ''
            end
            || case place_names.level
                when 'province' then ' of ' || departments.name_es
                when 'district' then ' of ' || provinces.name_es || ', ' || departments.name_es
                else ''
            end,
            '; '
        ) as found_elsewhere
    from asked
    inner join place_names
        on
            asked.place_key = place_names.name_key
            and place_names.is_official
            and (
                place_names.level = asked.level
                or place_names.department_ubigeo = asked.department_ubigeo
            )
    left join place_names as departments
        on
            place_names.department_ubigeo = departments.ubigeo
            and departments.is_official
    left join place_names as provinces
        on
            place_names.province_ubigeo = provinces.ubigeo
            and provinces.is_official
    group by asked.question_id

),

judged as (

    select
        ranked.*,
        case
            -- The same name twice in the parent is no answer.
            when ranked.tier < 5 and ranked.next_tier = ranked.tier then 'unresolved'
            when ranked.tier = 1 then 'exact'
            when ranked.tier = 2 then 'normalised'
            when ranked.tier < 5 then 'alias'
            when ranked.score - ranked.next_score < {{ clear_margin() }} then 'unresolved'
            when ranked.is_ocr and ranked.score >= {{ ocr_score() }} then 'similar'
            when
                ranked.score >= {{ slip_score() }}
                and not coalesce(elsewhere.is_same_level, false)
                then 'similar'
            else 'unresolved'
        end as place_match
    from ranked
    left join elsewhere on ranked.question_id = elsewhere.question_id
    where ranked.candidate_rank = 1

),

place_matches as (

    select
        asked.level,
        asked.department_ubigeo,
        asked.province_ubigeo as parent_ubigeo,
        asked.geography_date,
        asked.is_ocr,
        asked.printed_text,
        case when judged.place_match != 'unresolved' then judged.ubigeo end as ubigeo,
        coalesce(judged.place_match, 'unresolved') as place_match,
        case
            when judged.place_match = 'similar' then round(judged.score, 3)
            when judged.place_match != 'unresolved' then 1
            else round(coalesce(judged.score, 0), 3)
        end as place_score,
        nearest.nearest_places,
        elsewhere.found_elsewhere
    from asked
    left join judged on asked.question_id = judged.question_id
    left join nearest on asked.question_id = nearest.question_id
    left join elsewhere on asked.question_id = elsewhere.question_id

)
{%- endmacro -%}
