{%- set share = '(\S)\s*[(\[]\s*[0-9]{1,3}(?:[.,][0-9]+)?\s*%\s*[)\]]\s*$' %}
with

printed_figures as (

    select * from {{ ref('int_printed_figures') }}

),

value_words as (

    select * from {{ ref('value_words') }}

),

printed_texts as (

    select distinct
        printed_text,
        block = 'map_legend' as is_ocr
    from printed_figures
    where printed_text is not null

),

-- One kind of dash, one kind of digit; a full stop that ends a sentence goes, and so does the
-- share in brackets behind a count, before its footnote mark or behind it (`5 (15.2%)`). In
-- brackets alone, a number is negative, as accountants print it. In the map's legend OCR writes
-- a lone l, I or | for 1 and O for 0: there is no other way to print such a count.
cleaned as (

    select
        printed_text,
        is_ocr,
        regexp_replace(
            regexp_replace(
                translate(
                    {{ without_footnote_marks(
                        "case when is_ocr and length(printed_text) = 1 "
                        "then translate(printed_text, 'lI|O', '1110') "
                        "else regexp_replace(printed_text, '" ~ share ~ "', '\\1') end"
                    ) }},
                    '−‐‑‒–—―０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹’´`',
                    '-------012345678901234567890123456789'''''''
                ),
                '^[(\[] ?([0-9][0-9 ,.]*?) ?[)\]]$', '-\1'
            ),
            -- A raised letter behind a number is a footnote mark.
            '([0-9]) ?[.,;:ªº]$|{{ share }}', '\1\2'
        ) as printed_count,
        {{ normalise_name('printed_text') }} as word_key
    from printed_texts

),

-- `1,453.00` is a whole number; a decimal of another value is left to be refused.
whole as (

    select
        printed_text,
        is_ocr,
        word_key,
        regexp_replace(
            printed_count,
            '^(-? ?(?:[0-9]+|[0-9]{1,3}(?:[ ,][0-9]{3})+))\.00?$'
            || '|^(-? ?[0-9]{1,3}(?:[ .][0-9]{3})+),00?$',
            '\1\2'
        ) as count_text
    from cleaned

),

-- Thousands by space, comma, point, or (millions) apostrophe; never two kinds in one number,
-- never a group of other than three digits, and no mark or line's end between digits.
recognised as (

    select
        printed_text,
        is_ocr,
        count_text,
        word_key,
        regexp_full_match(
            count_text,
            '-? ?([0-9]+'
            || '|[1-9][0-9]{0,2}( [0-9]{3})+'
            || '|[1-9][0-9]{0,2}(,[0-9]{3})+'
            || '|[1-9][0-9]{0,2}(\.[0-9]{3})+'
            || '|[1-9][0-9]{0,2}''[0-9]{3}([ ,.]?[0-9]{3})?)'
        )
        and not regexp_matches(printed_text, '[0-9]\s*([*†‡¹²³⁰⁴-⁹⁽⁾]+|\n)\s*[0-9]') as is_number,
        regexp_replace(count_text, '[^0-9]', '', 'g') as digits
    from whole

),

final as (

    select
        recognised.printed_text,
        recognised.is_ocr,
        case
            when recognised.is_number and recognised.count_text like '-%'
                then -try_cast(recognised.digits as decimal(18, 0))
            when recognised.is_number
                then try_cast(recognised.digits as decimal(18, 0))
        end as value,
        case
            when recognised.is_number and length(ltrim(recognised.digits, '0')) > 18
                then 'unreadable'
            when recognised.is_number then 'number'
            when trim(recognised.printed_text) = '' then 'blank'
            when regexp_full_match(recognised.count_text, '[-_ ]+') then 'dash'
            when value_words.value_status is not null then value_words.value_status
            when recognised.count_text = '' and strip_accents(recognised.printed_text) like '%*%'
                then 'no_information'
            when recognised.count_text = '' then 'blank'
            else 'unreadable'
        end as value_status,
        case
            when recognised.is_number and length(ltrim(recognised.digits, '0')) > 18
                then 'out_of_range'
            when
                recognised.is_number and recognised.count_text like '-%'
                and ltrim(recognised.digits, '0') != ''
                then 'negative_value'
        end as value_fault
    from recognised
    left join value_words on recognised.word_key = value_words.word

)

select * from final
