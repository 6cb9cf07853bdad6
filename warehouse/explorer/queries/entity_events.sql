-- One row per event an entity takes part in, newest first.
-- needs: events, articles, entities
with

acted as (

    select
        article_id,
        seq,
        published_on
    from events
    where actor_id = $entity_id or target_id = $entity_id

),

shown as (

    select
        article_id,
        seq
    from acted
    order by published_on desc nulls last, article_id asc, seq asc
    limit $max_rows offset $skipped

)

select
    events.text,
    events.verb,
    events.cameo_root,
    events.happened_on,
    events.published_on,
    events.place_id,
    places.name as place_name,
    events.article_id,
    articles.title,
    articles.url,
    events.actor_id,
    actors.name as actor_name,
    events.target_id,
    targets.name as target_name,
    (select count(*) from acted) as total
from shown
inner join events on shown.article_id = events.article_id and shown.seq = events.seq
inner join articles on shown.article_id = articles.article_id
left join entities as actors on events.actor_id = actors.entity_id
left join entities as targets on events.target_id = targets.entity_id
left join entities as places on events.place_id = places.entity_id
order by events.published_on desc nulls last, events.article_id asc, events.seq asc
