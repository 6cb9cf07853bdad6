-- One row per capture of an article, with the text that extraction reads.
with

wanted as (

    select unnest($capture_ids) as capture_id

),

-- The pages of a split article are searched as one text.
pages as (

    select
        wanted.capture_id,
        coalesce(parts.capture_id, wanted.capture_id) as page_id,
        coalesce(parts.paragraph_offset, 0) as paragraph_offset
    from wanted
    left join staging.article_parts as parts
        on wanted.capture_id = parts.first_capture_id and not parts.is_repeated

),

captions as (

    select
        images.capture_id,
        list(struct_pack(seq := images.seq, text := images.caption) order by images.seq) as captions
    from staging.article_images as images
    semi join wanted on images.capture_id = wanted.capture_id
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
    inner join pages on paragraphs.capture_id = pages.page_id
    where paragraphs.kind in ('question', 'answer')
    group by pages.capture_id

)

select
    articles.capture_id,
    articles.title,
    coalesce(articles.dateline_text, '') as dateline,
    coalesce(split.body, articles.body) as body,
    coalesce(captions.captions, []) as captions,
    coalesce(turns.turns, []) as turns
from raw.articles as articles
semi join wanted on articles.capture_id = wanted.capture_id
left join staging.split_articles as split on articles.capture_id = split.capture_id
left join captions on articles.capture_id = captions.capture_id
left join turns on articles.capture_id = turns.capture_id
