{#-
    Fails with every row that places a service below the level it may be placed at: for a
    service whose finest level is not the district, `place_columns` must be null.
-#}
{% test confidential_places_hidden(model, place_columns) %}

    select model_rows.*
    from {{ model }} as model_rows
    inner join {{ ref('dim_program') }} as services
        on model_rows.service_code = services.service_code
    where
        services.finest_place_level != 'district'
        and ({{ place_columns | join(' is not null or ') }} is not null)

{% endtest %}
