-- One row per capture in `pages_of_texts`, with the text that extraction reads.
with

bodies as (

    select
        pages.capture_id,
        string_agg(articles.body, chr(10) || chr(10) order by pages.part_number) as body
    from raw.articles as articles
    inner join pages_of_texts as pages on articles.capture_id = pages.page_id
    where not pages.is_repeated
    group by pages.capture_id

),

-- Each picture once, as in staging.article_images.
images as (

    select
        pages.capture_id,
        images.seq + pages.image_offset as seq,
        images.caption
    from raw.images as images
    inner join pages_of_texts as pages on images.capture_id = pages.page_id
    qualify
        images.url is null
        or pages.part_number = 1
        or row_number() over (
            partition by pages.capture_id, images.url order by pages.part_number, images.seq
        ) = 1

),

captions as (

    select
        images.capture_id,
        list(struct_pack(seq := images.seq, text := images.caption) order by images.seq) as captions
    from images
    where images.caption <> ''
    group by images.capture_id

),

turns as (

    select
        pages.capture_id,
        list(
            struct_pack(
                seq := paragraphs.seq + pages.paragraph_offset,
                kind := paragraphs.kind,
                speaker := paragraphs.speaker
            )
            order by paragraphs.seq + pages.paragraph_offset
        ) as turns
    from raw.paragraphs as paragraphs
    inner join pages_of_texts as pages on paragraphs.capture_id = pages.page_id
    where paragraphs.kind in ('question', 'answer') and not pages.is_repeated
    group by pages.capture_id

)

select
    articles.capture_id,
    articles.title,
    coalesce(articles.dateline_text, '') as dateline,
    bodies.body,
    coalesce(captions.captions, []) as captions,
    coalesce(turns.turns, []) as turns
from raw.articles as articles
inner join bodies on articles.capture_id = bodies.capture_id
left join captions on articles.capture_id = captions.capture_id
left join turns on articles.capture_id = turns.capture_id
