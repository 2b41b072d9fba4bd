-- Which of the poorest districts have no CEM in their province?
-- Caution: poorest are the ten first of each reporting unit in INEI's order, with all that share
-- an estimate with one of them. Only districts of provinces that some summary is about: of the
-- others nothing is known. Another service: replace CEM (see dimensional.dim_program).
with

poorest as (

    select
        district_ubigeo,
        tie_first_rank
    from dimensional.fct_poverty
    where
        record_kind = 'official_estimate'
        and is_current_edition
        and tie_first_rank <= 10

)

select
    mart.department,
    mart.province,
    mart.district,
    poorest.tie_first_rank as official_rank,
    mart.poverty_lower_95,
    mart.poverty_upper_95,
    mart.population,
    mart.has_centre_in_department['CEM'] as has_cem_in_department,
    mart.distance_km['CEM'] as km_to_known_cem,
    mart.distance_basis['CEM'] as distance_basis,
    mart.as_of_month
from poorest
inner join marts.coverage_and_poverty as mart
    on poorest.district_ubigeo = mart.district_ubigeo
where not mart.has_centre_in_province['CEM']
order by mart.rank_national, mart.district_ubigeo
