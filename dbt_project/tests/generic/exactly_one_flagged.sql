{#- Fails with every group that does not have exactly one row with the flag set. -#}
{% test exactly_one_flagged(model, column_name, group_by) %}

    select
        {{ group_by | join(', ') }},
        count(*) filter (where {{ column_name }}) as flagged_rows
    from {{ model }}
    group by {{ group_by | join(', ') }}
    having count(*) filter (where {{ column_name }}) != 1

{% endtest %}
