-- One row per entity named in the same articles as another, most related first.
-- needs: entity_pairs, entities
with

pairs as (

    select
        if(named.entity_id = $entity_id, named.neighbour_id, named.entity_id) as entity_id,
        named.article_count,
        named.sentence_count,
        named.pmi
    from entity_pairs as named
    where named.entity_id = $entity_id or named.neighbour_id = $entity_id

),

-- Names are read for the rows of the page only.
shown as (

    select pairs.*
    from pairs
    -- The newspaper names itself beside everyone.
    where pairs.entity_id <> 'org/asharq-al-awsat'
    order by
        if($by = 'pmi', pairs.pmi, 0) desc,
        pairs.article_count desc,
        pairs.sentence_count desc,
        pairs.entity_id asc
    limit $max_rows

)

select
    shown.entity_id,
    entities.name,
    entities.entity_type,
    shown.article_count,
    shown.sentence_count,
    shown.pmi
from shown
inner join entities on shown.entity_id = entities.entity_id
order by
    if($by = 'pmi', shown.pmi, 0) desc,
    shown.article_count desc,
    shown.sentence_count desc,
    shown.entity_id asc
