{#-
    Fails with every group whose `column_name` does not run 1, 2, 3 … without a gap or a
    repetition. Groups with a null among `group_by` are not looked at.
-#}
{% test contiguous_numbers(model, column_name, group_by) %}

    select
        {{ group_by | join(', ') }},
        count(*) as row_count,
        min({{ column_name }}) as first_number,
        max({{ column_name }}) as last_number
    from {{ model }}
    where {{ group_by | join(' is not null and ') }} is not null
    group by {{ group_by | join(', ') }}
    having
        count(distinct {{ column_name }}) != count(*)
        or min({{ column_name }}) != 1
        or max({{ column_name }}) != count(*)

{% endtest %}
