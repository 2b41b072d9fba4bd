with

department_mentions as (

    select * from {{ ref('stg_department_mentions') }}

),

place_texts as (

    select * from {{ ref('int_place_texts') }}

),

reporting_units as (

    select * from {{ ref('reporting_units') }}

),

reporting_unit_spellings as (

    select * from {{ ref('reporting_unit_spellings') }}

),

spellings as (

    select
        reporting_unit_code,
        name_es as spelling
    from reporting_units
    union all
    select
        reporting_unit_code,
        spelling
    from reporting_unit_spellings

),

unit_names as (

    select
        spellings.reporting_unit_code,
        spellings.spelling,
        spellings.spelling = reporting_units.name_es as is_official,
        {{ normalise_name('spellings.spelling') }} as name_key
    from spellings
    inner join reporting_units
        on spellings.reporting_unit_code = reporting_units.reporting_unit_code

),

department_texts as (

    select distinct
        place_texts.printed_text,
        place_texts.clean_text,
        place_texts.name_key,
        place_texts.place_key
    from place_texts
    inner join department_mentions
        on place_texts.printed_text = department_mentions.department_text
    where place_texts.place_key != ''

),

compared as (

    select
        department_texts.printed_text,
        unit_names.reporting_unit_code,
        min(case
            when department_texts.clean_text = unit_names.spelling and unit_names.is_official
                then 1
            when
                unit_names.is_official
                and unit_names.name_key in (department_texts.name_key, department_texts.place_key)
                then 2
            when unit_names.name_key in (department_texts.name_key, department_texts.place_key)
                then 3
            else 4
        end) as tier,
        max({{ similarity('department_texts.place_key', 'unit_names.name_key') }}) as score
    from department_texts
    cross join unit_names
    group by all

),

ranked as (

    select
        *,
        row_number() over (
            partition by printed_text order by tier, score desc, reporting_unit_code
        ) as candidate_rank,
        lead(score, 1, 0) over (
            partition by printed_text order by tier, score desc, reporting_unit_code
        ) as next_score
    from compared

),

matched as (

    select
        printed_text,
        reporting_unit_code as nearest_unit_code,
        case
            when tier = 1 then 'exact'
            when tier = 2 then 'normalised'
            when tier = 3 then 'alias'
            when score >= {{ slip_score() }} and score - next_score >= {{ clear_margin() }}
                then 'similar'
            else 'unresolved'
        end as place_match,
        case when tier < 4 then 1 else round(score, 3) end as place_score
    from ranked
    where candidate_rank = 1

),

final as (

    select
        department_mentions.document_id,
        department_mentions.location,
        department_mentions.mention_kind,
        department_mentions.department_text,
        matched.nearest_unit_code,
        reporting_units.name_es as nearest_unit,
        reporting_units.department_ubigeo as nearest_department_ubigeo,
        matched.place_match,
        matched.place_score
    from department_mentions
    inner join matched on department_mentions.department_text = matched.printed_text
    left join reporting_units on matched.nearest_unit_code = reporting_units.reporting_unit_code

)

select * from final
