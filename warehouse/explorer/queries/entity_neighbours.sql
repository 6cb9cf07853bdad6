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

)

select
    pairs.entity_id,
    entities.name,
    entities.entity_type,
    pairs.article_count,
    pairs.sentence_count,
    pairs.pmi
from pairs
inner join entities on pairs.entity_id = entities.entity_id
-- The newspaper names itself beside everyone.
where pairs.entity_id <> 'org/asharq-al-awsat'
order by
    if($by = 'pmi', pairs.pmi, 0) desc,
    pairs.article_count desc,
    pairs.sentence_count desc,
    pairs.entity_id asc
limit $max_rows
