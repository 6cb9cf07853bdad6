-- One row per table, with what it holds and its columns.
select
    tables.table_name,
    tables.comment,
    list(columns.column_name order by columns.column_index) as column_names
from duckdb_tables() as tables
inner join duckdb_columns() as columns on tables.table_oid = columns.table_oid
where
    tables.database_name = current_catalog()
    and columns.database_name = current_catalog()
    and tables.schema_name = 'main'
    and not tables.internal
group by tables.table_name, tables.comment
order by tables.table_name
