-- One row per document that is published now: its figures there and in the candidate.
with

before as (

    select
        document_id,
        any_value(file_name) as file_name,
        count(*) as figures
    from published.marts.published_figures
    group by document_id

),

after as (

    select
        document_id,
        count(*) as figures
    from marts.published_figures
    group by document_id

)

select
    before.document_id,
    before.file_name,
    before.document_id in (select inbox_files.document_id from raw.inbox_files) as is_in_inbox,
    before.figures as figures_before,
    coalesce(after.figures, 0) as figures_now,
    greatest(before.figures - coalesce(after.figures, 0), 0) as disappeared
from before
left join after
    on before.document_id = after.document_id
order by before.document_id
