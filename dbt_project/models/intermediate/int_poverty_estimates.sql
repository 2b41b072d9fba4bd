with

editions as (

    select * from {{ ref('int_poverty_editions') }}

),

workbook_rows as (

    select * from {{ ref('stg_poverty_estimates') }}

),

shipped_estimates as (

    select * from {{ ref('poverty_2018') }}

),

geography as (

    select * from {{ ref('geography') }}

),

reporting_units as (

    select * from {{ ref('reporting_units') }}

),

shipped_rows as (

    select
        editions.poverty_edition,
        shipped_estimates.ubigeo as district_ubigeo,
        'row of ' || shipped_estimates.ubigeo as source_location,
        shipped_estimates.population_2020 as population,
        shipped_estimates.poverty_lower_95,
        shipped_estimates.poverty_upper_95,
        shipped_estimates.rank_department,
        shipped_estimates.rank_national,
        shipped_estimates.robust_group_department,
        shipped_estimates.robust_group_national,
        shipped_estimates.estimation_group
    from editions
    cross join shipped_estimates
    where editions.workbook_id is null

),

-- Ranks within a unit: Lima's metropolitan province is ranked apart from the rest of Lima.
ranking_units as (

    select
        geography.ubigeo as district_ubigeo,
        coalesce(reporting_units.reporting_unit_code, left(geography.ubigeo, 2)) as ranking_unit
    from geography
    left outer join reporting_units
        on left(geography.ubigeo, 4) = reporting_units.province_ubigeo
    where geography.level = 'district'

),

largest_unit as (

    select max(districts) as districts
    from (
        select count(*) as districts
        from ranking_units
        group by ranking_unit
    ) as units

),

-- A workbook has one order: of the country where it counts further than any department can.
workbook_orders as (

    select
        workbook_id,
        max(rank_position) > (select largest_unit.districts from largest_unit) as is_national
    from workbook_rows
    group by workbook_id

),

workbook_ranks as (

    select
        editions.poverty_edition,
        workbook_rows.*,
        ranking_units.ranking_unit,
        workbook_orders.is_national,
        case
            when workbook_rows.rank_position is not null
                then row_number() over (
                    partition by editions.poverty_edition, ranking_units.ranking_unit
                    order by workbook_rows.rank_position, workbook_rows.district_ubigeo
                )
        end as rank_in_unit
    from editions
    inner join workbook_rows
        on editions.workbook_id = workbook_rows.workbook_id
    inner join workbook_orders
        on workbook_rows.workbook_id = workbook_orders.workbook_id
    -- A code no district has is a finding of its own.
    inner join ranking_units
        on workbook_rows.district_ubigeo = ranking_units.district_ubigeo

),

-- The workbook prints neither which districts share an estimate nor, with national ranks, those
-- of the department. Where it is of the shipped edition and says the same of a district, what
-- ships holds.
workbook_estimates as (

    select
        workbook_ranks.poverty_edition,
        workbook_ranks.district_ubigeo,
        workbook_ranks.location as source_location,
        workbook_ranks.population,
        workbook_ranks.poverty_lower_95,
        workbook_ranks.poverty_upper_95,
        coalesce(
            shipped_estimates.rank_department,
            case
                when workbook_ranks.is_national then workbook_ranks.rank_in_unit
                else workbook_ranks.rank_position
            end
        ) as rank_department,
        case when workbook_ranks.is_national then workbook_ranks.rank_position end
            as rank_national,
        case when not workbook_ranks.is_national then workbook_ranks.robust_group end
            as robust_group_department,
        case when workbook_ranks.is_national then workbook_ranks.robust_group end
            as robust_group_national,
        shipped_estimates.estimation_group
    from workbook_ranks
    left outer join shipped_estimates
        on
            workbook_ranks.poverty_edition = 2018
            and workbook_ranks.district_ubigeo = shipped_estimates.ubigeo
            and workbook_ranks.poverty_lower_95 = shipped_estimates.poverty_lower_95
            and workbook_ranks.poverty_upper_95 = shipped_estimates.poverty_upper_95

),

estimates as (

    select * from shipped_rows

    union all

    select * from workbook_estimates

),

-- Districts that share one estimate share all its ranks. Group 000 means an estimate of its
-- own; where no group is known, the same interval in one unit is taken for a shared one.
sharing_estimates as (

    select
        estimates.*,
        ranking_units.ranking_unit,
        case
            when estimates.estimation_group = '000' then estimates.district_ubigeo
            when estimates.estimation_group is not null then estimates.estimation_group
            else estimates.poverty_lower_95 || ' to ' || estimates.poverty_upper_95
        end as sharing_group
    from estimates
    inner join ranking_units
        on estimates.district_ubigeo = ranking_units.district_ubigeo

),

final as (

    select
        sharing_estimates.poverty_edition,
        sharing_estimates.district_ubigeo,
        editions.is_current_edition,
        editions.poverty_source,
        editions.poverty_source_sha256,
        sharing_estimates.source_location,
        sharing_estimates.population,
        editions.population_year,
        sharing_estimates.poverty_lower_95,
        sharing_estimates.poverty_upper_95,
        cast(sharing_estimates.rank_department as integer) as rank_department,
        cast(min(sharing_estimates.rank_department) over sharing as integer) as tie_first_rank,
        cast(max(sharing_estimates.rank_department) over sharing as integer) as tie_last_rank,
        cast(count(*) over sharing as integer) as districts_in_tie,
        cast(sharing_estimates.rank_national as integer) as rank_national,
        cast(sharing_estimates.robust_group_department as integer) as robust_group_department,
        cast(sharing_estimates.robust_group_national as integer) as robust_group_national,
        nullif(sharing_estimates.estimation_group, '000') as estimation_group
    from sharing_estimates
    inner join editions
        on sharing_estimates.poverty_edition = editions.poverty_edition
    window sharing as (
        partition by
            sharing_estimates.poverty_edition,
            sharing_estimates.ranking_unit,
            sharing_estimates.sharing_group
    )

)

select * from final
