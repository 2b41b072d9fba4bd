{#- The row of a table that a place in a document lies in: the place without its cell and line. -#}
{%- macro row_of_location(location) -%}
    regexp_replace({{ location }}, '( > cell [0-9]+)?( \(line [0-9]+\))?$', '')
{%- endmacro -%}
