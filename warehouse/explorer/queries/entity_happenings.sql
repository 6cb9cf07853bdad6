-- One row per event at a place, or at a place of a country, newest first.
-- needs: events, articles, entities
select
    events.text,
    events.verb,
    events.cameo_root,
    events.happened_on,
    events.published_on,
    events.article_id,
    articles.title,
    events.actor_id,
    actors.name as actor_name,
    events.target_id,
    targets.name as target_name,
    events.place_id,
    places.name as place_name,
    count(*) over () as total
from events
inner join articles on events.article_id = articles.article_id
inner join entities as places on events.place_id = places.entity_id
left join entities as actors on events.actor_id = actors.entity_id
left join entities as targets on events.target_id = targets.entity_id
where events.place_id = $entity_id or 'country/' || places.country = $entity_id
order by
    coalesce(events.happened_on, events.published_on) desc nulls last,
    events.article_id asc,
    events.seq asc
limit 12
