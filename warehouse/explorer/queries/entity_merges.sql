-- One row per id merged into an entity, and why.
-- needs: entity_merges
select
    merged_id,
    rule,
    evidence
from entity_merges
where entity_id = $entity_id
order by merged_id
