-- Where do the tables and the map's legend count centres differently?
-- Caution: neither is right by itself; both places are given, so that the document can be opened
-- there. Services that the legend leaves out are not compared.
select
    file_name,
    service,
    modality,
    left_value as tables_say,
    right_value as map_says,
    left_location as in_the_tables,
    right_location as on_the_map
from quality.reconciliation
where
    kind = 'tables_vs_legend'
    and status = 'differs'
    and is_latest
order by file_name, service, modality nulls first
