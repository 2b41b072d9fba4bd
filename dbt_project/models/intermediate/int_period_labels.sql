with

service_figures as (

    select * from {{ ref('stg_service_figures') }}

),

period_mentions as (

    select * from {{ ref('stg_period_mentions') }}

),

period_words as (

    select * from {{ ref('period_words') }}

),

printed_labels as (

    select period_label
    from service_figures
    union
    select printed_text as period_label
    from period_mentions

),

keyed as (

    select
        period_label,
        {{ normalise_name('left(period_label, 200)') }} as name_key
    from printed_labels
    where period_label is not null

),

-- `ENE2023` is two words; a fifth digit after a year is a raised footnote mark (`Año 2022¹`).
parted as (

    select
        period_label,
        string_split(
            regexp_replace(
                regexp_replace(
                    regexp_replace(name_key, '([A-Z])([0-9])', '\1 \2', 'g'),
                    '([0-9])([A-Z])', '\1 \2', 'g'
                ),
                '\b((19|20)[0-9]{2})[0-9]$', '\1'
            ),
            ' '
        ) as label_words
    from keyed

),

words as (

    select
        period_label,
        unnest(label_words) as word,
        generate_subscripts(label_words, 1) as position
    from parted

),

known_words as (

    select
        words.period_label,
        words.position,
        words.word,
        period_words.word_kind,
        cast(nullif(period_words.month_number, '') as integer) as month_number,
        lag(period_words.word_kind) over (
            partition by words.period_label order by words.position
        ) as previous_word_kind,
        regexp_full_match(words.word, '[0-9]+') as is_number,
        regexp_full_match(words.word, '(19|20)[0-9]{2}') as is_long_year
    from words
    left join period_words on words.word = period_words.word

),

-- `Enx` and `Enerro` are no other words: a month was meant, and nobody can tell which.
misspelt_months as (

    select distinct known_words.word
    from known_words
    inner join period_words
        on
            period_words.word_kind = 'month'
            and damerau_levenshtein(known_words.word, period_words.word)
            <= case when length(period_words.word) <= 4 then 1 else 2 end
    where
        known_words.word_kind is null
        and not known_words.is_number

),

-- What a label says: its months in printed order, its years, and whether it means 'up to'.
facts as (

    select
        period_label,
        list(month_number order by position) filter (where word_kind = 'month') as months,
        list(distinct word) filter (where is_long_year) as long_years,
        list(distinct word) filter (
            where regexp_full_match(word, '[0-9]{2}') and previous_word_kind = 'month'
        ) as short_years,
        list(try_cast(word as integer) order by position) filter (
            where is_number and length(word) <= 2
        ) as small_numbers,
        count(*) filter (where is_number and length(word) > 2 and not is_long_year)
            as other_numbers,
        -- `A` and `AL` mean 'up to' where no month stands before them.
        coalesce(
            min(position) filter (where word_kind = 'until')
            < min(position) filter (where word_kind = 'month'),
            false
        ) as is_until,
        count(*) filter (where word_kind = 'until') > 0 as has_until_word,
        count(*) filter (where word_kind = 'year') > 0 as has_year_word,
        count(*) filter (where word_kind = 'beside') as words_beside,
        count(*) filter (where word_kind = 'span') as span_words,
        count(*) filter (where word_kind = 'plan') as plan_words,
        count(*) filter (
            where (word_kind is null or word_kind in ('beside', 'span', 'plan')) and not is_number
        ) as other_words,
        count(*) filter (where word in (select misspelt_months.word from misspelt_months))
            as misspelt_months
    from known_words
    group by period_label

),

-- A date in figures (31/01/2023, 01/2023) names its month by the number before the year.
months_named as (

    select
        period_label,
        has_until_word,
        has_year_word,
        other_numbers,
        other_words,
        words_beside,
        span_words,
        plan_words,
        misspelt_months,
        small_numbers,
        coalesce(months, case
            when other_words = 0 and not has_year_word and len(small_numbers) in (1, 2)
                then [small_numbers[-1]]
        end) as months,
        is_until or coalesce(months is null and len(small_numbers) = 2, false) as is_until,
        coalesce(
            case when len(long_years) = 1 then cast(long_years[1] as integer) end,
            case
                when long_years is null and len(short_years) = 1
                    then 2000 + cast(short_years[1] as integer)
            end
        ) as year_number
    from facts

),

ranges as (

    select
        *,
        case
            when months is null then 1
            when len(months) > 1 then months[1]
            when is_until then 1
            else months[1]
        end as first_month,
        case
            when months is null then 12
            else months[-1]
        end as last_month
    from months_named
    where
        year_number is not null
        and other_numbers = 0
        -- A year among words that are no period is a sentence, not a year's column.
        and (
            months is not null
            or has_year_word
            or other_words = 0
            or (other_words = words_beside and small_numbers is null)
        )
        -- `Semestre 2022` is no year, `Programado 2022` nothing that was done.
        and (months is not null or span_words = 0)
        and plan_words = 0
        and misspelt_months = 0
        -- `Acumulado 2023` does not say up to which month.
        and (months is not null or not has_until_word)

),

classified as (

    select
        period_label,
        make_date(year_number, first_month, 1) as period_start,
        last_day(make_date(year_number, last_month, 1)) as period_end,
        case
            when months is null then 'year'
            when has_year_word and first_month = 1 and last_month = 12 then 'year'
            when len(months) = 1 and not is_until then 'month'
            when first_month = 1 then 'year_to_date'
        end as period_kind
    from ranges
    where
        first_month between 1 and 12
        and last_month between first_month and 12

),

-- A quarter or another span that does not start in January has days but is none of the kinds
-- we can compare: its figures are no facts, only recomputed from their months.
final as (

    select
        printed_labels.period_label,
        classified.period_start,
        classified.period_end,
        classified.period_kind
    from printed_labels
    left join classified on printed_labels.period_label = classified.period_label
    where printed_labels.period_label is not null

)

select * from final
