-- One row per article that was read by REST and from its page, and field that both captures have.
-- Captures before and after a change of the post are not compared, nor is the text of one part.
with

ranked as (

    select
        known.article_id,
        known.capture_id,
        known.captured_at,
        captures.source,
        captures.item is not null as is_post,
        articles.title,
        articles.published_on,
        articles.section_path,
        articles.modified_at,
        articles.part_count,
        articles.body_sha256
    from staging.article_captures as known
    inner join raw.captures as captures on known.capture_id = captures.capture_id
    inner join raw.articles as articles on known.capture_id = articles.capture_id
    qualify row_number() over (
        partition by known.article_id, captures.item is not null
        order by known.captured_at desc, known.capture_id desc
    ) = 1

),

authors as (

    select
        parts.capture_id,
        string_agg(parts.name, ', ' order by parts.seq) as author
    from raw.article_authors as parts
    group by parts.capture_id

),

pairs as (

    select
        posts.article_id,
        posts.source || ' by REST' as post_from,
        pages.source as page_from,
        posts.captured_at as post_captured_at,
        pages.captured_at as page_captured_at,
        unnest(
            [
                struct_pack(field := 'title', post := posts.title, page := pages.title),
                struct_pack(
                    field := 'author', post := post_authors.author, page := page_authors.author
                ),
                struct_pack(
                    field := 'published_on',
                    post := posts.published_on::varchar,
                    page := pages.published_on::varchar
                ),
                struct_pack(
                    field := 'section_path', post := posts.section_path, page := pages.section_path
                ),
                struct_pack(
                    field := 'body_sha256',
                    post := case when pages.part_count = 1 then posts.body_sha256 end,
                    page := case when pages.part_count = 1 then pages.body_sha256 end
                )
            ]
        ) as pair
    from ranked as posts
    inner join ranked as pages
        on posts.article_id = pages.article_id and posts.is_post and not pages.is_post
    left join authors as post_authors on posts.capture_id = post_authors.capture_id
    left join authors as page_authors on pages.capture_id = page_authors.capture_id
    where
        coalesce(pages.captured_at >= posts.modified_at, true)
        and coalesce(posts.captured_at >= pages.modified_at, true)

)

select
    pairs.article_id,
    struct_extract(pairs.pair, 'field') as field,
    struct_extract(pairs.pair, 'post') as post_value,
    struct_extract(pairs.pair, 'page') as page_value,
    pairs.post_from,
    pairs.page_from,
    pairs.page_captured_at > pairs.post_captured_at as is_page_later
from pairs
where
    struct_extract(pairs.pair, 'post') is not null
    and struct_extract(pairs.pair, 'page') is not null
