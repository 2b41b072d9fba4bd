{#-
    Fails with every row whose `columns` are not found in `to_columns` of `to`: a foreign key of
    one or more columns that only some rows have. Rows with a null among `columns`, and rows
    outside `condition`, are not looked at.
-#}
{% test relationships_where(model, columns, to, to_columns, condition='true') %}

    select distinct {{ columns | join(', ') }}
    from {{ model }}
    where
        {{ condition }}
        and {{ columns | join(' is not null and ') }} is not null
        and ({{ columns | join(', ') }}) not in (
            select ({{ to_columns | join(', ') }})
            from {{ to }}
            where {{ to_columns | join(' is not null and ') }} is not null
        )

{% endtest %}
