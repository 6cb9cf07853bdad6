-- One row per place and country of the articles in `found`.
-- needs: entities
with

-- A country counts the articles of all its places, each article once.
counted as (

    select
        article_id,
        entity_id
    from found
    union
    select
        article_id,
        'country/' || country as entity_id
    from found
    where country is not null

)

select
    entities.entity_id,
    entities.name,
    entities.country,
    entities.latitude,
    entities.longitude,
    count(*) as article_count
from counted
inner join entities on counted.entity_id = entities.entity_id
group by all
order by article_count desc, entities.entity_id asc
