with

department_mentions as (

    select * from {{ ref('stg_department_mentions') }}

),

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

poverty_ranking as (

    select * from {{ ref('stg_poverty_ranking') }}

),

place_words as (

    select * from {{ ref('place_words') }}

),

value_words as (

    select * from {{ ref('value_words') }}

),

printed_texts as (

    select department_text as printed_text
    from department_mentions
    union
    select province_text
    from printed_figures
    union
    select district_text
    from printed_figures
    union
    select province_text
    from poverty_ranking
    union
    select district_text
    from poverty_ranking

),

-- No place's name is longer; a cell may hold megabytes.
shortened as (

    select
        printed_text,
        left(printed_text, 100) as short_text
    from printed_texts
    where printed_text is not null

),

keyed as (

    select
        printed_text,
        {{ without_footnote_marks('short_text') }} as clean_text,
        -- A raised footnote mark may come as a plain digit (`Ilo1`); no place ends in one.
        regexp_replace({{ normalise_name('short_text') }}, '([A-Z])[0-9]$', '\1') as name_key,
        -- What follows a name in brackets explains it: `El Collao (Ilave)`.
        regexp_replace(short_text, '([^\s(])\s*\([^()]*\)[\s*.]*$', '\1') as unexplained_text
    from shortened

),

word_lists as (

    select
        printed_text,
        string_split(
            regexp_replace({{ normalise_name('unexplained_text') }}, '([A-Z])[0-9]$', '\1'), ' '
        ) as words
    from keyed

),

words as (

    select
        printed_text,
        unnest(words) as word,
        generate_subscripts(words, 1) as position
    from word_lists

),

-- Abbreviations in full; a word that only says the level becomes `#`.
expanded as (

    select
        words.printed_text,
        string_agg(
            case place_words.word_kind
                when 'abbreviation' then place_words.expansion
                when 'level' then '#'
                else words.word
            end,
            ' ' order by words.position
        ) as expanded_key
    from words
    left join place_words on words.word = place_words.word
    group by words.printed_text

),

final as (

    select
        keyed.printed_text,
        keyed.clean_text,
        keyed.name_key,
        -- `Provincia de Ilo` is Ilo; a name that is nothing else (`Provincia`) stays. `S/I` names
        -- no place, as a dash does.
        case
            when value_words.word is not null then ''
            else coalesce(
                nullif(trim(replace(
                    regexp_replace(expanded.expanded_key, '^(# )+((DE|DEL) )?', ''), '#', ''
                )), ''),
                keyed.name_key
            )
        end as place_key
    from keyed
    inner join expanded on keyed.printed_text = expanded.printed_text
    left join value_words on keyed.name_key = value_words.word

)

select * from final
