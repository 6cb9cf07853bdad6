-- One row per event, with the names of actor, target and place, its sentence and article.
select
    events.article_id,
    events.seq,
    events.actor_id,
    actors.name as actor_name,
    events.verb,
    events.cameo_root,
    events.event_kind,
    events.target_id,
    targets.name as target_name,
    events.happened_on,
    events.place_id,
    places.name as place_name,
    events.text,
    events.start_char,
    events.end_char,
    sentence_at(articles.body, events.start_char, events.end_char) as sentence,
    articles.published_on,
    articles.title,
    articles.section_path,
    articles.url
from events
inner join articles on events.article_id = articles.article_id
left join entities as actors on events.actor_id = actors.entity_id
left join entities as targets on events.target_id = targets.entity_id
left join entities as places on events.place_id = places.entity_id
