-- Which places are named often but rarely used as a dateline?
with

filed as (

    select
        mentions.entity_id,
        count(distinct mentions.article_id) as articles
    from mentions
    where mentions.field = 'dateline' and mentions.entity_type = 'LOC'
    group by mentions.entity_id

)

select
    entities.name,
    entities.country,
    entities.article_count as articles_naming,
    coalesce(filed.articles, 0) as articles_filed_from
from entities
left join filed on entities.entity_id = filed.entity_id
where entities.entity_type = 'LOC' and entities.geonames_id is not null
order by
    entities.article_count - 10 * coalesce(filed.articles, 0) desc, entities.entity_id asc
limit 25
