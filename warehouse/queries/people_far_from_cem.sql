-- How many people live in districts above 30 % poverty and farther than 50 km from a known CEM?
-- Caution: neither is known exactly. Poverty is an interval: all of it above 30 %, or only a part.
-- A CEM of which only the province is known is in one of that province's districts: so the distance
-- lies between that to the nearest capital it may be at and that to the farthest. Great-circle
-- distances between capitals, people by whole districts, provinces with a summary only.
with

parameters as (

    select
        'CEM' as service_code,
        30 as poverty_percent,
        50 as far_km

),

districts as (

    select
        mart.district_ubigeo,
        mart.province_ubigeo,
        mart.latitude,
        mart.longitude,
        mart.poverty_lower_95,
        mart.poverty_upper_95,
        mart.population,
        mart.as_of_month,
        mart.has_centre_in_district[parameters.service_code] as has_centre,
        mart.has_centre_in_province[parameters.service_code] as has_centre_near,
        parameters.poverty_percent,
        parameters.far_km
    from marts.coverage_and_poverty as mart
    cross join parameters

),

-- Where a centre is; or all districts of a province where one is, nobody says which.
possible_places as (

    select
        district_ubigeo as place,
        latitude,
        longitude
    from districts
    where has_centre

    union all

    select
        province_ubigeo as place,
        latitude,
        longitude
    from districts
    where province_ubigeo in (
        select unplaced.province_ubigeo
        from districts as unplaced
        where unplaced.has_centre is null and unplaced.has_centre_near
    )

),

distances as (

    select
        districts.district_ubigeo,
        possible_places.place,
        2 * 6371.0088 * asin(least(1.0, sqrt(
            pow(sin(radians(possible_places.latitude - districts.latitude) / 2), 2)
            + cos(radians(districts.latitude)) * cos(radians(possible_places.latitude))
            * pow(sin(radians(possible_places.longitude - districts.longitude) / 2), 2)
        ))) as km
    from districts
    cross join possible_places
    where districts.as_of_month is not null

),

-- Of the capitals a centre may be at the nearest and the farthest count; where one of them has no
-- coordinates it may be anywhere.
place_bounds as (

    select
        district_ubigeo,
        place,
        case when count(km) = count(*) then min(km) else 0 end as least_km,
        case when count(km) = count(*) then max(km) end as greatest_km
    from distances
    group by district_ubigeo, place

),

-- Of several centres the nearest counts.
bounds as (

    select
        district_ubigeo,
        min(least_km) as least_km,
        min(greatest_km) as greatest_km
    from place_bounds
    group by district_ubigeo

),

judged as (

    select
        districts.population,
        case
            when districts.poverty_lower_95 is null then '4 no estimate'
            when districts.poverty_lower_95 > districts.poverty_percent then '1 above, surely'
            when districts.poverty_upper_95 > districts.poverty_percent then '2 above, perhaps'
            else '3 not above'
        end as poverty,
        case
            when bounds.least_km > districts.far_km then '1 farther, surely'
            when bounds.greatest_km <= districts.far_km then '3 not farther'
            else '2 farther, perhaps'
        end as distance
    from districts
    left outer join bounds
        on districts.district_ubigeo = bounds.district_ubigeo
    where districts.as_of_month is not null

)

select
    poverty,
    distance,
    count(*) as districts,
    sum(population) as people
from judged
group by poverty, distance
order by poverty, distance
