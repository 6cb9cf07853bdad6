-- One row per view and SQL function of the file.
select
    view_name as name,
    'view' as kind,
    comment,
    '' as parameters
from duckdb_views()
where database_name = current_catalog() and schema_name = 'main' and not internal
union all
select
    function_name as name,
    'function' as kind,
    comment,
    array_to_string(list_filter(parameters, lambda name: name <> 'db'), ', ') as parameters
from duckdb_functions()
where database_name = current_catalog() and function_type = 'table_macro' and not internal
order by kind desc, name asc
