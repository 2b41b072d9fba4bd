with

numbers as (

    select * from {{ ref('stg_numbers') }}

),

documents as (

    select * from {{ ref('stg_documents') }}

),

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

final as (

    select
        numbers.document_id,
        documents.file_name,
        numbers.number_order,
        numbers.location,
        numbers.printed_text,
        numbers.context,
        numbers.number_class,
        numbers.figure_id,
        case
            when numbers.number_class = 'unclaimed' then 'unclaimed'
            when numbers.figure_id is null then 'no_figure'
            when figures.figure_id is null then 'not_loaded'
            when figures.is_withheld then 'withheld'
            else 'in_facts'
        end as outcome
    from numbers
    inner join documents
        on numbers.document_id = documents.document_id
    left join figures
        on numbers.figure_id = figures.figure_id

)

select * from final
