{#-
    Great-circle distance in kilometres between two points given in decimal degrees
    (haversine, mean Earth radius 6371.0088 km). Null where a coordinate is.
-#}
{%- macro great_circle_km(latitude_a, longitude_a, latitude_b, longitude_b) -%}
    2 * 6371.0088 * asin(least(1.0, sqrt(
        pow(sin(radians({{ latitude_b }} - {{ latitude_a }}) / 2), 2)
        + cos(radians({{ latitude_a }})) * cos(radians({{ latitude_b }}))
        * pow(sin(radians({{ longitude_b }} - {{ longitude_a }}) / 2), 2)
    )))
{%- endmacro -%}
