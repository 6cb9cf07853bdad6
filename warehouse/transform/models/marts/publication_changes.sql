-- One row per publication, mart and cause: rows that differ from the previous publication.
-- unique_key: stamp, mart_name, cause
-- order_by: stamp, mart_name, cause
select
    changes.stamp,
    changes.mart_name,
    changes.cause,
    changes.added as rows_added,
    changes.changed as rows_changed,
    changes.removed as rows_removed
from raw.publication_changes as changes
