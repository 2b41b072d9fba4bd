-- Which documents are loaded, in which revision, and how many figures does each print?
-- Caution: every revision has a row; is_latest marks the one that the marts show.
select
    reporting_unit,
    as_of_month,
    revision_number,
    is_latest,
    file_name,
    file_format,
    figures,
    withheld_figures,
    sha256
from dimensional.dim_document
order by reporting_unit, as_of_month, revision_number
