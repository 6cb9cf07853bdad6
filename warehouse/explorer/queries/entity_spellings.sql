-- One row per spelling of an entity's name.
-- needs: mentions
select
    text,
    count(*) as use_count,
    count(distinct article_id) as article_count,
    min(published_on) as first_seen,
    max(published_on) as last_seen
from mentions
where entity_id = $entity_id and field <> 'caption'
group by text
order by use_count desc, text asc
limit 40
