-- One row per year-to-date figure and the one before it: how much it falls.
select
    document_id,
    file_name,
    service,
    place,
    cast(left_value as bigint) as left_value,
    cast(right_value as bigint) as right_value,
    left_location,
    right_location,
    cast(case when status = 'differs' then abs(difference) else 0 end as bigint) as difference
from quality.reconciliation
where status != 'not_comparable' and kind in ('year_to_date_vs_earlier')
order by file_name, kind, left_location, right_location
