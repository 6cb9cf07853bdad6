-- One row per event at a place, or at a place of a country, newest first.
-- needs: events, articles, entities
with

happened as (

    select
        article_id,
        seq,
        coalesce(happened_on, published_on) as day
    from events
    where
        place_id = $entity_id
        or place_id in (
            select entities.entity_id
            from entities
            where 'country/' || entities.country = $entity_id
        )

),

shown as (

    select
        article_id,
        seq
    from happened
    order by day desc nulls last, article_id asc, seq asc
    limit $max_rows offset $skipped

)

select
    events.text,
    events.verb,
    events.cameo_root,
    events.happened_on,
    events.published_on,
    events.article_id,
    articles.title,
    articles.url,
    events.actor_id,
    actors.name as actor_name,
    events.target_id,
    targets.name as target_name,
    events.place_id,
    places.name as place_name,
    (select count(*) from happened) as total
from shown
inner join events on shown.article_id = events.article_id and shown.seq = events.seq
inner join articles on shown.article_id = articles.article_id
inner join entities as places on events.place_id = places.entity_id
left join entities as actors on events.actor_id = actors.entity_id
left join entities as targets on events.target_id = targets.entity_id
order by
    coalesce(events.happened_on, events.published_on) desc nulls last,
    events.article_id asc,
    events.seq asc
