{#-
The key under which a printed label of a service or measure is compared: normalised, without
section number, articles and prepositions, every word without its ending of gender and number.
`2.1 Niñas, niños y adolescentes atendidas/os` and `Niños, niñas, adolescentes atendidos` give
the same key. A single digit glued to the end is a raised footnote mark. Only good for comparing
with other keys.
-#}
{%- macro label_key(text) -%}
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    {{ normalise_name(without_initials_dots(without_section_number(text))) }},
                    '([A-Z])[0-9]$',
                    '\1'
                ),
                '\b(DE|DEL|LA|EL|LOS|LAS|LES|UN|UNA|Y|E|O|EN|A|AL|AS|OS|ES|POR|PARA|CON)\b',
                ' ',
                'g'
            ),
            '\b(\w{3,}?)(AS|OS|ES|A|O|E|S)\b', '\1', 'g'
        ),
        ' +', ' ', 'g'
    ))
{%- endmacro -%}


{#- A heading without the number printed before it (`1.1`, `IV.`, `a)`). -#}
{%- macro without_section_number(text) -%}
    regexp_replace(
        {{ text }}, '^\s*([0-9]{1,2}(\.[0-9]{1,2})*[.)]?\s*[-–]?|[IVX]{1,5}[.)]|[a-z]\))\s+', ''
    )
{%- endmacro -%}


{#- Initials as one word: `C.E.M.` is `CEM`. -#}
{%- macro without_initials_dots(text) -%}
    regexp_replace({{ text }}, '\b([A-Za-z])\.', '\1', 'g')
{%- endmacro -%}


{#- A measure without the words that only say it is counted: `N° de casos` is `casos`. -#}
{%- macro without_count_words(text) -%}
    regexp_replace(
        {{ text }},
        '^\s*(n\s*[°º.]*[°º]?|nro\.?|n[uú]mero|cantidad|total)\s+de\s+(l[ao]s\s+)?',
        '',
        'i'
    )
{%- endmacro -%}
