{#-
    Fails with every row whose `columns` are not found in `to_columns` of `to`: a foreign key of
    one or more columns that only some rows have. Rows with a null among `columns`, and rows
    outside `condition`, are not looked at.
-#}
{% test relationships_where(model, columns, to, to_columns, condition='true') %}

    with

    children as (

        select distinct {{ columns | join(', ') }}
        from {{ model }}
        where
            {{ condition }}
            {%- for column in columns %}
            and {{ column }} is not null
            {%- endfor %}

    )

    select children.*
    from children
    left outer join {{ to }} as parents
        on
            {%- for column in columns %}
            {{ 'and ' if not loop.first }}children.{{ column }} = parents.{{ to_columns[loop.index0] }}
            {%- endfor %}
    where parents.{{ to_columns[0] }} is null

{% endtest %}
