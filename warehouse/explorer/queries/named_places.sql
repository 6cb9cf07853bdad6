-- One row per place that articles mention, including countries.
-- needs: entity_days, entities
select
    entities.entity_id,
    entities.name,
    entities.country,
    entities.latitude,
    entities.longitude,
    sum(entity_days.article_count)::bigint as article_count
from entity_days
inner join entities on entity_days.entity_id = entities.entity_id
where
    entities.entity_type = 'LOC'
    and ($since::date is null or entity_days.published_on >= $since::date)
    and ($until::date is null or entity_days.published_on <= $until::date)
group by all
order by article_count desc, entities.entity_id asc
