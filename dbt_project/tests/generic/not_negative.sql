{#- Fails with every row whose number is below zero. A null is no number and passes. -#}
{% test not_negative(model, column_name) %}

    select *
    from {{ model }}
    where {{ column_name }} < 0

{% endtest %}
