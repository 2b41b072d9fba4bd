with

documents as (

    select * from {{ ref('stg_documents') }}

),

read_documents as (

    select * from {{ ref('int_documents') }}

),

reading_findings as (

    select * from {{ ref('stg_reading_findings') }}

),

document_findings as (

    select * from {{ ref('int_document_findings') }}

),

resolved_figures as (

    select * from {{ ref('int_resolved_figures') }}

),

resolved_ranking as (

    select * from {{ ref('int_resolved_ranking') }}

),

duplicate_rows as (

    select * from {{ ref('int_duplicate_rows') }}

),

duplicate_figures as (

    select * from {{ ref('int_duplicate_figures') }}

),

place_names as (

    select * from {{ ref('int_place_names') }}

),

span_comparisons as (

    select * from {{ ref('int_span_comparisons') }}

),

dated as (

    select document_id
    from read_documents
    where as_of_month is not null

),

-- What such a file lacks of a summary, nobody is to add.
other_files as (

    select distinct document_id
    from reading_findings
    where code = 'not_a_summary'

),

ragged_rows as (

    select distinct row_id
    from reading_findings
    where
        severity = 'error'
        and row_id is not null

),

unreadable_values as (

    select
        document_id,
        'error' as severity,
        value_fault as code,
        location,
        printed_text,
        case value_fault
            when 'negative_value'
                then 'A count cannot be negative: "' || printed_text || '".'
            when 'out_of_range'
                then 'No such count can be right: "' || printed_text || '".'
            else '"' || printed_text || '" cannot be read as one whole number.'
        end || ' It is kept out; ask the ministry for a corrected document.' as message,
        figure_id,
        row_id
    from resolved_figures
    where value_fault is not null

),

-- A total of months that do not begin in January is no fact; where all of them are printed it
-- is recomputed, and says nothing new.
missing_periods as (

    select
        resolved_figures.document_id,
        'error' as severity,
        'missing_period' as code,
        resolved_figures.location,
        coalesce(resolved_figures.period_label, '') as printed_text,
        case
            when resolved_figures.period_label is null
                then
                    'The column has no period; its figure is kept out. Complete its heading.'
            when span_comparisons.reason is not null
                then
                    'The period "' || resolved_figures.period_label || '" begins after January and '
                    || 'cannot be added up (' || span_comparisons.reason || '); its figure is kept '
                    || 'out. Ask for the count of each month, or since January.'
            else
                'The period "' || resolved_figures.period_label || '" is no month, year or year '
                || 'to date; its figure is kept out. Correct it or add its words to '
                || 'period_words.csv.'
        end as message,
        resolved_figures.figure_id,
        resolved_figures.row_id
    from resolved_figures
    left join span_comparisons
        on resolved_figures.figure_id = span_comparisons.figure_id
    where
        resolved_figures.block = 'usage'
        and resolved_figures.period_kind is null
        and resolved_figures.value_status != 'blank'
        and (span_comparisons.figure_id is null or span_comparisons.reason is not null)
        -- A document without any month is refused as a whole.
        and resolved_figures.document_id in (select dated.document_id from dated)

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

unknown_services as (

    select
        document_id,
        'warning' as severity,
        'unknown_service' as code,
        min(location) as location,
        coalesce(service_label, '') as printed_text,
        '"' || coalesce(service_label, '') || '" is no known service; its figures are kept under '
        || 'the printed label. Add the service or its spelling to services.csv and '
        || 'service_spellings.csv.' as message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from resolved_figures
    where
        service_code is null
        and total_of is distinct from 'all_services'
        -- A cell past the last column has no label; its row is refused already.
        and row_id not in (select ragged_rows.row_id from ragged_rows)
    group by
        document_id,
        service_label

),

unknown_measures as (

    select
        document_id,
        'warning' as severity,
        'unknown_measure' as code,
        min(location) as location,
        coalesce(measure_label, '') as printed_text,
        '"' || coalesce(measure_label, '') || '" is no known measure of ' || service_code
        || '; its figures are kept under the printed label. Add it to measures.csv and '
        || 'measure_spellings.csv.' as message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from resolved_figures
    where
        service_code is not null
        and measure_code is null
        -- A lone dash has no words that could be known.
        and (value is not null or measure_label is not null)
    group by
        document_id,
        service_code,
        measure_label

),

repeated_rows as (

    select
        document_id,
        case when is_contradiction then 'error' else 'warning' end as severity,
        'duplicate_row' as code,
        row_location as location,
        printed_text,
        case
            when is_whole_table
                then
                    if(block = 'matrix', 'This matrix', 'This table of "' || printed_text || '"')
                    || ' is printed more than once with the same counts; count them once, and '
                    || 'ask the ministry for a corrected document.'
            when is_contradiction
                then
                    '"' || printed_text || '" stands more than once in this table with '
                    || 'different counts; all its rows are kept out. Ask the ministry which is '
                    || 'right.'
            else
                '"' || printed_text || '" stands more than once in this table with the same '
                || 'counts; check that it was not counted twice.'
        end as message,
        cast(null as varchar) as figure_id,
        row_id
    from duplicate_rows

),

repeated_figures as (

    select
        document_id,
        case when is_contradiction then 'error' else 'warning' end as severity,
        'duplicate_row' as code,
        location,
        what || ': ' || printed_text as printed_text,
        case
            when is_contradiction
                then
                    '"' || what || '" is printed more than once with different counts, here "'
                    || printed_text || '"; all are kept out. Ask the ministry which is right.'
            else
                '"' || what || '" is printed more than once with the same count, here "'
                || printed_text || '"; check that it was not counted twice.'
        end as message,
        figure_id,
        cast(null as varchar) as row_id
    from duplicate_figures

),

figure_findings as (

    select * from unreadable_values
    union all
    select * from missing_periods
    union all
    select * from unknown_places
    union all
    select * from unknown_ranks
    union all
    select * from repeated_ranks
    union all
    select * from mismatched_levels
    union all
    select * from similar_places
    union all
    select * from unknown_services
    union all
    select * from unknown_measures
    union all
    select * from repeated_rows
    union all
    select * from repeated_figures

),

content_findings as (

    select * from reading_findings
    union all
    select * from figure_findings

),

final as (

    select
        content_findings.document_id,
        documents.file_name,
        content_findings.severity,
        content_findings.code,
        content_findings.location,
        left(content_findings.printed_text, 300) as printed_text,
        left(content_findings.message, 1000) as message,
        content_findings.figure_id,
        content_findings.row_id
    from content_findings
    inner join documents on content_findings.document_id = documents.document_id
    union all
    select
        document_id,
        file_name,
        severity,
        code,
        location,
        printed_text,
        message,
        cast(null as varchar) as figure_id,
        cast(null as varchar) as row_id
    from document_findings
    where
        document_id not in (select other_files.document_id from other_files)
        or code = 'duplicate_file'

)

select * from final
