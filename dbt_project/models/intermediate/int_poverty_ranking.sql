with

documents as (

    select * from {{ ref('int_documents') }}

),

resolved_ranking as (

    select * from {{ ref('int_resolved_ranking') }}

),

findings as (

    select * from {{ ref('int_findings') }}

),

refused as (

    select distinct
        figure_id,
        row_id
    from findings
    where
        severity = 'error'
        and (figure_id is not null or row_id is not null)

),

final as (

    select
        resolved_ranking.figure_id,
        resolved_ranking.row_id,
        resolved_ranking.document_id,
        resolved_ranking.location,
        resolved_ranking.rank_position,
        resolved_ranking.province_ubigeo,
        resolved_ranking.district_ubigeo,
        resolved_ranking.printed_province,
        resolved_ranking.printed_district,
        resolved_ranking.printed_text,
        resolved_ranking.place_match,
        resolved_ranking.place_score,
        not documents.is_loaded
        or resolved_ranking.figure_id in (
            select refused.figure_id from refused
            where refused.figure_id is not null
        )
        or resolved_ranking.row_id in (
            select refused.row_id from refused
            where refused.figure_id is null
        ) as is_withheld
    from resolved_ranking
    inner join documents on resolved_ranking.document_id = documents.document_id

)

select * from final
