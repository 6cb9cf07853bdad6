-- One row: the entity another id was merged into.
-- needs: entity_merges
select entity_id
from entity_merges
where merged_id = $entity_id
