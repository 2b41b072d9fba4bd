{#-
    Fails with every combination of `columns` that stands in more than one row (the grain).
    Nulls count as equal. `condition` limits the rows looked at.
-#}
{% test unique_combination(model, columns, condition='true') %}

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    where {{ condition }}
    group by {{ columns | join(', ') }}
    having count(*) > 1

{% endtest %}
