-- One row per entity, type, name and spelling, outside captions.
-- unique_key: entity_id, entity_type, name, text
-- order_by: entity_id, entity_type, name, text
-- materialized: incremental sums of marts.mentions
select
    mentions.entity_id,
    mentions.entity_type,
    mentions.full_name as name,
    mentions.text,
    count(*) as mention_count
from marts.mentions as mentions
where mentions.field <> 'caption'
group by mentions.entity_id, mentions.entity_type, mentions.full_name, mentions.text
