-- One row per place and country of the articles in `found`.
-- needs: entities
with counted as (

    select
        entity_id,
        count(*) as article_count
    from found
    where entity_id is distinct from 'country/' || country
    group by entity_id
    union all
    -- A country counts the articles of all its places, each article once.
    select
        'country/' || country as entity_id,
        count(distinct article_id) as article_count
    from found
    where country is not null
    group by country

)

select
    entities.entity_id,
    entities.name,
    entities.country,
    entities.latitude,
    entities.longitude,
    counted.article_count
from counted
inner join entities on counted.entity_id = entities.entity_id
order by counted.article_count desc, entities.entity_id asc
