-- One row per article that gains or loses a capture through the new identities.
with

moved as (

    select
        coalesce(former.capture_id, identities.capture_id) as capture_id,
        former.article_id as former_id,
        identities.article_id
    from raw.capture_articles as former
    full join batch_identities as identities on former.capture_id = identities.capture_id
    where former.article_id is distinct from identities.article_id

),

named as (

    select moved.former_id as article_id
    from moved
    union
    select moved.article_id
    from moved
    union
    select articles.article_id
    from raw.articles as articles
    semi join moved on articles.capture_id = moved.capture_id

)

select named.article_id
from named
where named.article_id is not null
