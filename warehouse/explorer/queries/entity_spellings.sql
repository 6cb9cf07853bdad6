-- One row per spelling of an entity's name.
-- needs: entity_articles
with uses as (

    select
        published_on,
        unnest(map_entries(spellings)) as used
    from entity_articles
    where entity_id = $entity_id

)

select
    uses.used.key as text,
    sum(uses.used.value)::bigint as use_count,
    count(*) as article_count,
    min(uses.published_on) as first_published_on,
    max(uses.published_on) as last_published_on
from uses
group by text
order by use_count desc, text asc
limit 40
