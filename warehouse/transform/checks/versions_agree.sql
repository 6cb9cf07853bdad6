-- One row per version of an article with another title, or most of the text, of the version before.
-- severity: warn
-- scope: article
with

-- Few articles have such versions: only their texts are read.
with_new_text as (

    select versions.article_id
    from marts.article_versions as versions
    where
        list_contains(versions.changed_fields, 'title')
        or list_contains(versions.changed_fields, 'body')

),

pairs as (

    select
        versions.article_id,
        versions.version,
        versions.url,
        versions.title,
        versions.body,
        versions.body_chars,
        lag(versions.title) over article as former_title,
        lag(versions.body) over article as former_body,
        lag(versions.body_chars) over article as former_chars,
        list_contains(versions.changed_fields, 'title') as has_new_title,
        list_contains(versions.changed_fields, 'body') as has_new_body
    from marts.article_versions as versions
    semi join with_new_text on versions.article_id = with_new_text.article_id
    window article as (partition by versions.article_id order by versions.version)

),

worded as (

    select
        pairs.*,
        list_distinct(regexp_extract_all(lower(pairs.body), '[\p{L}\p{N}]+')) as words,
        list_distinct(regexp_extract_all(lower(pairs.former_body), '[\p{L}\p{N}]+')) as former_words
    from pairs
    where pairs.version > 1 and (pairs.has_new_title or pairs.has_new_body)

),

compared as (

    select
        worded.*,
        -- Different words that both texts have, as a share of those of the text with more of them.
        -- Unrelated English texts have about a quarter in common.
        round(
            len(list_intersect(worded.words, worded.former_words))
            / greatest(len(worded.words), len(worded.former_words), 1),
            2
        ) as shared_words
    from worded

)

select
    compared.article_id,
    compared.url,
    compared.version,
    compared.former_title,
    compared.title,
    compared.former_chars,
    compared.body_chars,
    compared.shared_words
from compared
where
    compared.has_new_title
    or compared.shared_words < 0.5
    or least(compared.former_chars, compared.body_chars)
    < 0.5 * greatest(compared.former_chars, compared.body_chars)
