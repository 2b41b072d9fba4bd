{#-
    When the newest rows of a raw table are about: the last day of the newest month of the
    documents it has rows of. For `dbt source freshness`, on a warehouse that is built.
-#}
{% macro newest_month_end(relation) -%}
    select cast(max(last_day(documents.as_of_month)) as timestamp)
    from {{ relation }} as source_rows
    inner join dimensional.dim_document as documents
        on source_rows.document_id = documents.document_id
{%- endmacro %}
