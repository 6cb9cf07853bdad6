-- One row per entity named in the same articles as another, most related first.
-- needs: entity_pairs, entities
with

pairs as (

    select
        if(entity_a = $entity_id, entity_b, entity_a) as entity_id,
        article_count,
        sentence_count,
        pmi
    from entity_pairs
    where entity_a = $entity_id or entity_b = $entity_id

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
