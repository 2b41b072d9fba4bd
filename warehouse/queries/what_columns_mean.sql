-- What does each column of the marts mean?
-- Caution: these are the tables with names included. For the others put dimensional, quality or raw
-- in the place of marts; duckdb_tables() says the same of tables.
select
    table_name,
    column_name,
    data_type,
    comment
from duckdb_columns()
where schema_name = 'marts'
order by table_name, column_index
