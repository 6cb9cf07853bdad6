-- One row per entity of a kind whose name, id or a spelling contains the search words.
-- needs: entities
select
    entity_id,
    entity_type,
    name,
    country,
    article_count,
    mention_count,
    first_published_on,
    last_published_on,
    len(aliases) as spelling_count,
    count(*) over () as total
from entities
where
    ($entity_type = '' or entity_type = $entity_type)
    and (
        $words = ''
        or contains(lower(strip_accents(name)), lower(strip_accents($words)))
        or contains(entity_id, lower($words))
        or contains(lower(strip_accents(array_to_string(aliases, '|'))), lower(strip_accents($words)))
    )
order by article_count desc, entity_id asc
limit $max_rows offset $skipped
