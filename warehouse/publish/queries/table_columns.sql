-- One row per table people query, with its columns in their order.
select
    tables.table_name,
    tables.comment,
    list(struct_pack(
        name := columns.column_name,
        type_name := columns.data_type,
        comment := columns.comment
    ) order by columns.column_index) as columns
from duckdb_tables() as tables
inner join duckdb_columns() as columns
    on tables.table_oid = columns.table_oid and tables.database_oid = columns.database_oid
where tables.database_name = current_database() and tables.schema_name = 'main'
group by tables.table_name, tables.comment
order by tables.table_name
