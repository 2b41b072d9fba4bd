with

documents as (

    select * from {{ ref('int_documents') }}

),

numbers as (

    select * from {{ ref('stg_numbers') }}

),

editions as (

    select * from {{ ref('int_poverty_editions') }}

),

named_editions as (

    select
        document_id,
        max(cast(printed_text as integer)) as named_edition
    from numbers
    where
        number_class = 'year'
        and regexp_matches({{ normalise_name('context') }}, '^FUENTE.*POBREZA')
        and regexp_matches(printed_text, '^\d{4}$')
    group by document_id

),

-- A list that does not name its map can only be of one that was there when it was printed.
possible_editions as (

    select
        documents.document_id,
        max(editions.poverty_edition) as newest_edition
    from documents
    inner join editions
        on editions.poverty_edition <= year(documents.as_of_month)
    group by documents.document_id

),

final as (

    select
        documents.document_id,
        named_editions.named_edition,
        coalesce(named_editions.named_edition, possible_editions.newest_edition)
            as poverty_edition,
        coalesce(named_editions.named_edition, possible_editions.newest_edition)
        in (select editions.poverty_edition from editions) as is_edition_held
    from documents
    left outer join named_editions
        on documents.document_id = named_editions.document_id
    left outer join possible_editions
        on documents.document_id = possible_editions.document_id

)

select * from final
