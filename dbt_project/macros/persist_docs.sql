{#-
    Writes what a relation and its columns mean into the warehouse, in one statement.
    dbt-duckdb sends four: it asks twice which columns there are. Here a described column that
    the relation does not have fails the build; there it is a warning.
-#}
{%- macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
{%- set is_described = for_relation and config.persist_relation_docs() and model.description -%}
{%- set columns = model.columns if for_columns and config.persist_column_docs() else {} -%}
{%- if is_described or columns -%}
{%- call statement('persist_docs') -%}
{%- if is_described -%}{{ alter_relation_comment(relation, model.description) }}{%- endif -%}
{%- for name, column in columns.items() -%}
comment on column {{ relation }}.{{ adapter.quote(name) }}
is {{ duckdb_escape_comment(column.description) }};
{%- endfor -%}
{%- endcall -%}
{%- endif -%}
{%- endmacro -%}
