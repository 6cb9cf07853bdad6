-- One row per id whose meaning the new resolution changes.
select coalesce(old_ids.local_id, new_ids.local_id) as local_id
from raw.resolved_ids as old_ids
full join batch_ids as new_ids on old_ids.local_id = new_ids.local_id
where old_ids.entity_id is distinct from new_ids.entity_id
