-- One row per event stated in an article: who did what to whom.
-- unique_key: article_id, seq
-- order_by: published_on nulls last, article_id, seq
-- materialized: incremental by article_id
select
    latest.article_id,
    coalesce(articles.published_on, hints.published_on) as published_on,
    events.seq,
    events.start_char,
    events.end_char,
    events.text,
    events.verb,
    events.cameo_root,
    case events.cameo_root
        when '01' then 'statement' when '02' then 'appeal' when '03' then 'intent to cooperate'
        when '04' then 'consultation' when '05' then 'diplomatic cooperation'
        when '06' then 'material cooperation' when '07' then 'aid' when '08' then 'concession'
        when '09' then 'investigation' when '10' then 'demand' when '11' then 'disapproval'
        when '12' then 'rejection' when '13' then 'threat' when '14' then 'protest'
        when '15' then 'display of force' when '16' then 'reduction of relations'
        when '17' then 'coercion' when '18' then 'assault' when '19' then 'fighting'
        when '20' then 'mass violence'
    end as event_kind,
    coalesce(actors.entity_id, events.actor_local_id) as actor_id,
    coalesce(targets.entity_id, events.target_local_id) as target_id,
    events.happened_on,
    events.place_id
from staging.latest_articles as latest
inner join raw.events as events on latest.capture_id = events.capture_id
inner join raw.articles as articles on latest.capture_id = articles.capture_id
left join staging.best_hints as hints on articles.url = hints.url
left join raw.resolved_ids as actors on events.actor_local_id = actors.local_id
left join raw.resolved_ids as targets on events.target_local_id = targets.local_id
