-- One row per pair of people, organisations or places named in one sentence or in two articles.
-- unique_key: entity_id, neighbour_id
-- order_by: entity_id, neighbour_id
-- refresh: on_article_change
with

named as (

    select count(distinct mentions.article_id) as article_count
    from marts.mentions as mentions
    where mentions.field <> 'caption' and mentions.entity_type <> 'NORP'

)

select
    pairs.entity_id,
    pairs.neighbour_id,
    pairs.sentence_count,
    pairs.paragraph_count,
    pairs.article_count,
    round(
        log2(named.article_count * pairs.article_count / (one.article_count * other.article_count)),
        4
    ) as pmi
from intermediate.entity_pair_counts as pairs
cross join named
inner join marts.entities as one on pairs.entity_id = one.entity_id
inner join marts.entities as other on pairs.neighbour_id = other.entity_id
where pairs.article_count >= 2 or pairs.sentence_count > 0
