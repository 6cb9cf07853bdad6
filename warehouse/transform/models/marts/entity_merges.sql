-- One row per entity id that was merged into another entity, with the reason.
-- unique_key: merged_id
-- order_by: entity_id, merged_id
select
    entity_merges.kept_id as entity_id,
    entity_merges.merged_id,
    entity_merges.rule,
    entity_merges.evidence
from raw.entity_merges as entity_merges
