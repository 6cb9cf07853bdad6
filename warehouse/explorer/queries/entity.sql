-- One row: an entity.
-- needs: entities
select
    entity_id,
    entity_type,
    name,
    aliases,
    country,
    latitude,
    longitude,
    wikidata_id,
    geonames_id,
    first_published_on,
    last_published_on,
    article_count,
    mention_count
from entities
where entity_id = $entity_id
