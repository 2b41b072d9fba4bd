{#- The table a cell stands in: its location without the last row and cell. -#}
{%- macro table_of(location) -%}
    regexp_replace({{ location }}, ' > row [0-9]+( > cell [0-9]+)?$', '')
{%- endmacro -%}
