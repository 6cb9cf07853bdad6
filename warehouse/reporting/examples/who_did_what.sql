-- Who did what to whom, in the articles' own words?
select
    events.happened_on,
    actors.name as actor,
    events.verb,
    events.cameo_root,
    targets.name as target,
    places.name as place,
    events.text,
    articles.url
from events
inner join entities as actors on events.actor_id = actors.entity_id
inner join entities as targets on events.target_id = targets.entity_id
left join entities as places on events.place_id = places.entity_id
inner join articles on events.article_id = articles.article_id
order by events.happened_on nulls last, events.article_id, events.seq
limit 100
