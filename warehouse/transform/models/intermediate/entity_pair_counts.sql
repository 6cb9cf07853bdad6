-- One row per pair of people, organisations or places named in the same article, outside captions.
-- unique_key: entity_id, neighbour_id
-- order_by: entity_id, neighbour_id
-- materialized: incremental sums of marts.mentions
with

-- Entities are counted by number, which takes half the time of their ids, and are in the same order.
numbered as (

    select
        mentions.entity_id,
        row_number() over (order by mentions.entity_id)::integer as entity
    from marts.mentions as mentions
    group by mentions.entity_id

),

named as (

    select distinct
        mentions.article_id,
        mentions.paragraph_seq,
        mentions.sentence_seq,
        numbered.entity
    from marts.mentions as mentions
    inner join numbered on mentions.entity_id = numbered.entity_id
    where mentions.field <> 'caption' and mentions.entity_type <> 'NORP'

),

by_article as (

    select distinct
        named.article_id,
        named.entity
    from named

),

by_paragraph as (

    select distinct
        named.article_id,
        named.paragraph_seq,
        named.entity
    from named
    where named.paragraph_seq is not null

),

in_articles as (

    select
        one.entity,
        other.entity as neighbour,
        count(*) as article_count
    from by_article as one
    inner join by_article as other
        on one.article_id = other.article_id and one.entity < other.entity
    group by one.entity, other.entity

),

in_paragraphs as (

    select
        one.entity,
        other.entity as neighbour,
        count(*) as paragraph_count
    from by_paragraph as one
    inner join by_paragraph as other
        on
            one.article_id = other.article_id
            and one.paragraph_seq = other.paragraph_seq
            and one.entity < other.entity
    group by one.entity, other.entity

),

in_sentences as (

    select
        one.entity,
        other.entity as neighbour,
        count(*) as sentence_count
    from named as one
    inner join named as other
        on
            one.article_id = other.article_id
            and one.sentence_seq = other.sentence_seq
            and one.entity < other.entity
    group by one.entity, other.entity

)

select
    one.entity_id,
    other.entity_id as neighbour_id,
    coalesce(in_sentences.sentence_count, 0) as sentence_count,
    coalesce(in_paragraphs.paragraph_count, 0) as paragraph_count,
    in_articles.article_count
from in_articles
inner join numbered as one on in_articles.entity = one.entity
inner join numbered as other on in_articles.neighbour = other.entity
left join in_paragraphs
    on
        in_articles.entity = in_paragraphs.entity
        and in_articles.neighbour = in_paragraphs.neighbour
left join in_sentences
    on
        in_articles.entity = in_sentences.entity
        and in_articles.neighbour = in_sentences.neighbour
