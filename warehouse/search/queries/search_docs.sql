-- One row per article, with its document number, which is stable while its text is unchanged.
with

texts as (

    select
        articles.article_id,
        articles.published_on,
        md5(concat_ws(chr(31), articles.title, articles.body_sha256)) as text_digest
    from marts.articles as articles

)

select
    coalesce(
        known.doc,
        (select coalesce(max(known_docs.doc), 0) from known_docs)
        + row_number() over (
            partition by known.doc is null
            order by texts.published_on nulls last, texts.article_id
        )
    )::integer as doc,
    texts.article_id,
    texts.published_on,
    texts.text_digest,
    known.word_count
from texts
left join known_docs as known
    on texts.article_id = known.article_id and texts.text_digest = known.text_digest
