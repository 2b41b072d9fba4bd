{#-
    Fails with every group whose total differs from the sum of its parts by more than
    `tolerance`, and with one row where fewer than `minimum_coverage` of the groups that have
    parts have a total at all: a total row that was renamed or dropped must not pass by
    vanishing. Groups without parts are not looked at; a null is no number.

    value: the column to add up. group_by: the columns that name a group. total_condition and
    part_condition: which rows are totals, which are parts.
-#}
{% test total_equals_parts(
    model, value, group_by, total_condition, part_condition, tolerance=0, minimum_coverage=1
) %}

    with

    totals as (

        select
            {{ group_by | join(', ') }},
            sum({{ value }}) as total_value
        from {{ model }}
        where {{ total_condition }}
        group by {{ group_by | join(', ') }}

    ),

    parts as (

        select
            {{ group_by | join(', ') }},
            sum({{ value }}) as parts_value
        from {{ model }}
        where {{ part_condition }}
        group by {{ group_by | join(', ') }}
        having count({{ value }}) > 0

    ),

    compared as (

        select
            parts.*,
            totals.total_value
        from parts
        left outer join totals
            on
                {%- for column in group_by %}
                {{ 'and ' if not loop.first }}parts.{{ column }} is not distinct from totals.{{ column }}
                {%- endfor %}

    ),

    differing as (

        select
            'the total differs from its parts' as failure,
            *
        from compared
        where abs(total_value - parts_value) > {{ tolerance }}

    ),

    uncovered as (

        select
            'too few groups have a total' as failure,
            {%- for column in group_by %}
            null as {{ column }},
            {%- endfor %}
            count(*) as parts_value,
            count(total_value) as total_value
        from compared
        having count(*) > 0 and count(total_value) < {{ minimum_coverage }} * count(*)

    )

    select * from differing

    union all

    select * from uncovered

{% endtest %}
