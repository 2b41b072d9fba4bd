{#-
    The table a cell stands in: its location without the last row and cell, and without the
    line or page that may follow in brackets.
-#}
{%- macro table_of(location) -%}
    regexp_replace({{ location }}, ' > row [0-9]+( > cell [0-9]+)?( \([^()]*\))?$', '')
{%- endmacro -%}

{#- The row a cell stands in, with the line or page it was found by: a place a person looks up. -#}
{%- macro printed_row_of(location) -%}
    regexp_replace({{ location }}, ' > cell [0-9]+( \([^()]*\))?$', '\1')
{%- endmacro -%}

{#- The row a cell stands in, or the row itself, without the line or page it was found by. -#}
{%- macro row_of(location) -%}
    regexp_replace({{ location }}, '( > cell [0-9]+)?( \([^()]*\))?$', '')
{%- endmacro -%}
