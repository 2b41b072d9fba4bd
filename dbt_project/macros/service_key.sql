{#-
What a service is told by in the consolidated services: its code, one nobody knows by its printed
label; a column may have lost its heading. Never null, which would take the row for a total.
-#}
{%- macro service_key(service_code, service_label) -%}
    coalesce({{ service_code }}, {{ service_label }}, '(sin encabezado)')
{%- endmacro -%}
