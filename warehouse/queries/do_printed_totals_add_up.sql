-- Do the totals that the ministry prints equal the sum of their parts?
-- Caution: not_comparable is no fault of a document: see what_is_not_comparable. The
-- printed order of poverty is no total: see poorest_districts_as_printed.
select
    kind,
    count(*) as comparisons,
    sum(case when status = 'agrees' then 1 else 0 end) as agree,
    sum(case when status = 'differs' then 1 else 0 end) as differ,
    sum(case when status = 'not_comparable' then 1 else 0 end) as not_comparable
from quality.reconciliation
where
    is_latest
    and kind != 'ranking_vs_official'
group by kind
order by kind
