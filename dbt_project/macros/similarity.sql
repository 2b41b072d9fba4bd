{#-
How much two keys are alike, 0 to 1: the share of letters that need no edit (a swap of two
neighbours is one edit). Spaces do not count, since an export or OCR loses them.
-#}
{%- macro similarity(left_key, right_key) -%}
    1 - damerau_levenshtein(replace({{ left_key }}, ' ', ''), replace({{ right_key }}, ' ', ''))
    / greatest(
        length(replace({{ left_key }}, ' ', '')), length(replace({{ right_key }}, ' ', '')), 1
    )
{%- endmacro -%}
