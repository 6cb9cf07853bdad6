-- One row per version of an article with another title, or half the length, of the version before.
-- severity: warn
with

pairs as (

    select
        versions.article_id,
        versions.version,
        versions.url,
        versions.title,
        versions.body_chars,
        lag(versions.title) over article as former_title,
        lag(versions.body_chars) over article as former_chars,
        list_contains(versions.changed_fields, 'title') as has_new_title,
        list_contains(versions.changed_fields, 'body') as has_new_body
    from marts.article_versions as versions
    window article as (partition by versions.article_id order by versions.version)

)

select
    pairs.article_id,
    pairs.url,
    pairs.version,
    pairs.former_title,
    pairs.title,
    pairs.former_chars,
    pairs.body_chars
from pairs
where
    pairs.version > 1
    and (
        pairs.has_new_title
        or (
            pairs.has_new_body
            and least(pairs.former_chars, pairs.body_chars)
            < 0.5 * greatest(pairs.former_chars, pairs.body_chars)
        )
    )
