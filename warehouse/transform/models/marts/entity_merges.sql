-- One row per spelling whose id was merged into another entity of the whole archive, and why.
-- unique_key: merged_id
-- order_by: kept_id, merged_id
select
    entity_merges.kept_id,
    entity_merges.merged_id,
    entity_merges.rule,
    entity_merges.evidence
from raw.entity_merges as entity_merges
