{#- The row of a table a place lies in: the place without its cell, line and page. -#}
{%- macro row_of_location(location) -%}
    regexp_replace({{ location }}, '( > cell [0-9]+)?( \([^()]*\))?$', '')
{%- endmacro -%}
