-- Every figure of a loaded document is in the facts, or an error finding keeps it out.
with

figures as (

    select
        figure_id,
        is_withheld
    from {{ ref('int_figures') }}

    union all

    select
        figure_id,
        is_withheld
    from {{ ref('int_poverty_ranking') }}

),

facts as (

    select figure_id from {{ ref('fct_reported_metrics') }}

    union all

    select poverty_id as figure_id from {{ ref('fct_poverty') }}
    where record_kind = 'printed_rank'

)

select figures.*
from figures
left outer join facts
    on figures.figure_id = facts.figure_id
where figures.is_withheld = (facts.figure_id is not null)
