-- One row per entity and spelling, normalized without case and accents.
select
    names.spelling,
    names.entity_id,
    names.article_count
from (
    select
        lower(strip_accents(unnest(list_append(entities.aliases, entities.name)))) as spelling,
        entities.entity_id,
        entities.article_count
    from marts.entities as entities
) as names
group by names.spelling, names.entity_id, names.article_count
order by names.spelling, names.entity_id
