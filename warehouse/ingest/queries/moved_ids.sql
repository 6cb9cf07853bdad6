-- One row per id that the new resolution maps to another entity.
select coalesce(old_ids.local_id, new_ids.local_id) as local_id
from raw.resolved_ids as old_ids
full join batch_ids as new_ids on old_ids.local_id = new_ids.local_id
where old_ids.entity_id is distinct from new_ids.entity_id
