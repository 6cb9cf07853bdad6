-- One row per pair of people, organisations or places named in the same article, outside captions.
-- unique_key: entity_id, neighbour_id
-- order_by: entity_id, neighbour_id
-- materialized: incremental sums of marts.mentions
with

named as (

    select distinct
        mentions.article_id,
        mentions.paragraph_seq,
        mentions.sentence_seq,
        mentions.entity_id
    from marts.mentions as mentions
    where mentions.field <> 'caption' and mentions.entity_type <> 'NORP'

),

by_article as (

    select distinct
        named.article_id,
        named.entity_id
    from named

),

by_paragraph as (

    select distinct
        named.article_id,
        named.paragraph_seq,
        named.entity_id
    from named
    where named.paragraph_seq is not null

),

in_articles as (

    select
        one.entity_id,
        other.entity_id as neighbour_id,
        count(*) as article_count
    from by_article as one
    inner join by_article as other
        on one.article_id = other.article_id and one.entity_id < other.entity_id
    group by one.entity_id, other.entity_id

),

in_paragraphs as (

    select
        one.entity_id,
        other.entity_id as neighbour_id,
        count(*) as paragraph_count
    from by_paragraph as one
    inner join by_paragraph as other
        on
            one.article_id = other.article_id
            and one.paragraph_seq = other.paragraph_seq
            and one.entity_id < other.entity_id
    group by one.entity_id, other.entity_id

),

in_sentences as (

    select
        one.entity_id,
        other.entity_id as neighbour_id,
        count(*) as sentence_count
    from named as one
    inner join named as other
        on
            one.article_id = other.article_id
            and one.sentence_seq = other.sentence_seq
            and one.entity_id < other.entity_id
    group by one.entity_id, other.entity_id

)

select
    in_articles.entity_id,
    in_articles.neighbour_id,
    coalesce(in_sentences.sentence_count, 0) as sentence_count,
    coalesce(in_paragraphs.paragraph_count, 0) as paragraph_count,
    in_articles.article_count
from in_articles
left join in_paragraphs
    on
        in_articles.entity_id = in_paragraphs.entity_id
        and in_articles.neighbour_id = in_paragraphs.neighbour_id
left join in_sentences
    on
        in_articles.entity_id = in_sentences.entity_id
        and in_articles.neighbour_id = in_sentences.neighbour_id
