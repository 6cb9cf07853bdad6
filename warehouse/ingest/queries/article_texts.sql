-- One row per capture of an article, with the text that extraction reads.
with

wanted as (

    select unnest($capture_ids) as capture_id

),

captions as (

    select
        images.capture_id,
        list(struct_pack(seq := images.seq, text := images.caption) order by images.seq) as captions
    from raw.images as images
    semi join wanted on images.capture_id = wanted.capture_id
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
    from raw.paragraphs as paragraphs
    semi join wanted on paragraphs.capture_id = wanted.capture_id
    where paragraphs.kind in ('question', 'answer')
    group by paragraphs.capture_id

)

select
    articles.capture_id,
    articles.title,
    coalesce(articles.dateline_text, '') as dateline,
    articles.body,
    coalesce(captions.captions, []) as captions,
    coalesce(turns.turns, []) as turns
from raw.articles as articles
semi join wanted on articles.capture_id = wanted.capture_id
left join captions on articles.capture_id = captions.capture_id
left join turns on articles.capture_id = turns.capture_id
