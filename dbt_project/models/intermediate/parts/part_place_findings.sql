with

resolved_figures as (

    select * from {{ ref('int_resolved_figures') }}

),

resolved_ranking as (

    select * from {{ ref('int_resolved_ranking') }}

),

place_names as (

    select * from {{ ref('int_place_names') }}

),

unknown_places as (

    select
        document_id,
        'error' as severity,
        'unknown_place' as code,
        min(place_location) as location,
        unknown_text as printed_text,
        '"' || unknown_text || '" is no place here'
        || coalesce('; ' || found_elsewhere, '')
        || coalesce('; nearest: ' || nearest_places, '')
        || '. Its row is kept out; correct it or add the spelling to place_aliases.csv.'
            as message,
        cast(null as varchar) as figure_id,
        row_id
    from resolved_figures
    where place_match = 'unresolved'
    group by all

),

unknown_ranks as (

    select
        document_id,
        'error' as severity,
        'unknown_place' as code,
        location,
        printed_text,
        '"' || printed_text || '" in the map''s list is no district here'
        || coalesce('; nearest: ' || nearest_places, '')
        || '. Its rank is kept out; read the map by eye.' as message,
        figure_id,
        row_id
    from resolved_ranking
    where place_match = 'unresolved'

),

-- Of one district's ranks the one that was read for sure is kept; of several nobody can tell.
repeated_ranks as (

    select
        document_id,
        'error' as severity,
        'duplicate_row' as code,
        location,
        printed_text,
        '"' || printed_text || '" names a district that stands more than once in the map''s list; '
        || 'its rank here is kept out. Read the map by eye.' as message,
        figure_id,
        row_id
    from resolved_ranking
    where place_match != 'unresolved'
    qualify
        count(*) over (partition by document_id, district_ubigeo) > 1
        and not (
            place_score = max(place_score) over (partition by document_id, district_ubigeo)
            and count(*) over (partition by document_id, district_ubigeo, place_score) = 1
        )

),

mismatched_levels as (

    select
        document_id,
        'warning' as severity,
        'place_level_mismatch' as code,
        min(place_location) as location,
        mismatched_text as printed_text,
        case
            when province_ubigeo is not null
                then
                    '"' || mismatched_text || '" is a province and stands where a district '
                    || 'belongs; the figure stays at the province. Ask the '
                    || 'ministry for the district unless it means the province.'
            else
                '"' || mismatched_text || '" is the department and stands where a province '
                || 'belongs; the figure stays at the department. Ask the '
                || 'ministry for the province unless it means the department.'
        end as message,
        cast(null as varchar) as figure_id,
        row_id
    from resolved_figures
    where
        mismatched_text is not null
        and place_match != 'unresolved'
    group by all

),

official_places as (

    select
        ubigeo,
        name_es || ' (' || ubigeo || ')' as place
    from place_names
    where is_official

),

-- A slip of the pen is reported once a document.
similar_places as (

    select
        resolved_figures.document_id,
        'warning' as severity,
        'similar_place' as code,
        min(resolved_figures.place_location) as location,
        concat_ws(' - ', resolved_figures.printed_province, resolved_figures.printed_district)
            as printed_text,
        '"'
        || concat_ws(' - ', resolved_figures.printed_province, resolved_figures.printed_district)
        || '" was read as ' || official_places.place || ', likeness '
        || printf('%.2f', resolved_figures.place_score)
        || '; add the spelling to place_aliases.csv if that is right.' as message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from resolved_figures
    inner join official_places
        on
            coalesce(resolved_figures.district_ubigeo, resolved_figures.province_ubigeo)
            = official_places.ubigeo
    where resolved_figures.place_match = 'similar'
    group by
        resolved_figures.document_id,
        resolved_figures.printed_province,
        resolved_figures.printed_district,
        official_places.place,
        resolved_figures.place_score
    union all
    select
        resolved_ranking.document_id,
        'info' as severity,
        'similar_place' as code,
        resolved_ranking.location,
        resolved_ranking.printed_text,
        '"' || resolved_ranking.printed_text || '" in the map''s list was read as '
        || official_places.place || ', likeness ' || printf('%.2f', resolved_ranking.place_score)
        || '; look at the map, and add the spelling to place_aliases.csv if that is right.'
            as message,
        resolved_ranking.figure_id,
        resolved_ranking.row_id
    from resolved_ranking
    inner join official_places on resolved_ranking.district_ubigeo = official_places.ubigeo
    where resolved_ranking.place_match = 'similar'

),

final as (

    select * from unknown_places
    union all
    select * from unknown_ranks
    union all
    select * from repeated_ranks
    union all
    select * from mismatched_levels
    union all
    select * from similar_places

)

select * from final
