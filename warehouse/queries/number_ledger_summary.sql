-- Is every number of a document accounted for?
-- Caution: in_facts became a figure, no_figure is a number of another kind (a page, a year, a law);
-- unclaimed should not occur, and withheld is kept out by an error that quality.findings names.
select
    file_name,
    outcome,
    number_class,
    count(*) as numbers
from quality.number_ledger
group by file_name, outcome, number_class
order by file_name, outcome, numbers desc, number_class
