-- One row per article: its date, and a digest of the text that extraction reads.
with

captions as (

    select
        images.capture_id,
        list(struct_pack(seq := images.seq, text := images.caption) order by images.seq) as captions
    from staging.article_images as images
    where images.caption <> ''
    group by images.capture_id

),

turns as (

    select
        paragraphs.capture_id,
        list(
            struct_pack(
                seq := paragraphs.seq, kind := paragraphs.kind, speaker := paragraphs.speaker
            )
            order by paragraphs.seq
        ) as turns
    from staging.article_paragraphs as paragraphs
    where paragraphs.kind in ('question', 'answer')
    group by paragraphs.capture_id

)

select
    latest.capture_id,
    latest.article_id,
    coalesce(articles.published_on, hints.published_on) as published_on,
    sha256(concat_ws(
        chr(31),
        coalesce(articles.published_on, hints.published_on),
        articles.title,
        articles.dateline_text,
        texts.body_sha256,
        captions.captions,
        turns.turns
    )) as text_sha256
from staging.latest_articles as latest
inner join raw.articles as articles on latest.capture_id = articles.capture_id
inner join staging.article_texts as texts on latest.capture_id = texts.capture_id
left join staging.best_hints as hints on articles.url = hints.url
left join captions on latest.capture_id = captions.capture_id
left join turns on latest.capture_id = turns.capture_id
