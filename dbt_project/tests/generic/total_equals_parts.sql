{#-
    Fails with every group whose total differs from the sum of its parts by more than
    `tolerance`, and with one row where fewer than `minimum_coverage` of the groups that have
    parts have a total at all: a total row that was renamed or dropped must not pass by
    vanishing. Groups without parts, or with a part that is null (not known), are not looked at.

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
        having count({{ value }}) = count(*)

    ),

    -- A null among the names of a group is a name too.
    compared as (

        select
            concat_ws(', ', {{ group_by | join(', ') }}) as group_name,
            max(total_value) as total_value,
            max(parts_value) as parts_value
        from (
            select *, null as parts_value from totals
            union all by name
            select *, null as total_value from parts
        ) as both_sides
        group by {{ group_by | join(', ') }}
        having max(parts_value) is not null

    ),

    differing as (

        select
            'the total differs from its parts' as failure,
            group_name,
            total_value,
            parts_value
        from compared
        where abs(total_value - parts_value) > {{ tolerance }}

    ),

    uncovered as (

        select
            'too few groups have a total' as failure,
            null as group_name,
            count(total_value) as total_value,
            count(*) as parts_value
        from compared
        having count(*) > 0 and count(total_value) < {{ minimum_coverage }} * count(*)

    )

    select * from differing

    union all

    select * from uncovered

{% endtest %}
