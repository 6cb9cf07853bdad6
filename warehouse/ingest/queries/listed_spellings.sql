-- One row per listed person or organisation and its spelling in articles.
select
    mentions.local_id,
    mentions.text,
    count(*) as uses
from raw.mentions as mentions
semi join latest_captures as latest on mentions.capture_id = latest.capture_id
semi join raw.listed_entities as listed on mentions.local_id = listed.entity_id
where mentions.field <> 'caption' and mentions.entity_type in ('PER', 'ORG')
group by mentions.local_id, mentions.text
order by mentions.local_id, mentions.text
