-- One row per article, source and field for which the source's latest capture has another value.
-- The REST API of the site counts as a separate source.
-- unique_key: article_id, other_from, field
-- order_by: article_id, other_from, field
-- materialized: incremental by article_id
with

by_source as (

    select
        known.article_id,
        captures.source,
        articles.title,
        articles.published_on,
        articles.section_path,
        articles.body_sha256
    from staging.article_captures as known
    inner join raw.articles as articles on known.capture_id = articles.capture_id
    inner join raw.captures as captures on known.capture_id = captures.capture_id
    qualify row_number() over (
        partition by known.article_id, captures.source
        order by known.part_number asc, captures.captured_at desc, articles.capture_id desc
    ) = 1

),

compared as (

    select
        latest.article_id,
        latest.source as chosen_from,
        others.source as other_from,
        unnest(
            [
                struct_pack(field := 'title', chosen := chosen.title, other := others.title),
                struct_pack(
                    field := 'published_on',
                    chosen := chosen.published_on::varchar,
                    other := others.published_on::varchar
                ),
                struct_pack(
                    field := 'section_path',
                    chosen := chosen.section_path,
                    other := others.section_path
                ),
                struct_pack(
                    field := 'body_sha256',
                    chosen := chosen.body_sha256,
                    other := others.body_sha256
                )
            ]
        ) as pair
    from staging.latest_articles as latest
    inner join raw.articles as chosen on latest.capture_id = chosen.capture_id
    inner join by_source as others
        on latest.article_id = others.article_id and latest.source <> others.source

),

conflicts as (

    select
        compared.article_id,
        compared.other_from,
        struct_extract(compared.pair, 'field') as field,
        struct_extract(compared.pair, 'chosen') as chosen,
        compared.chosen_from,
        struct_extract(compared.pair, 'other') as other
    from compared
    where
        struct_extract(compared.pair, 'chosen')
        is distinct from struct_extract(compared.pair, 'other')
    union all
    select
        posts.article_id,
        case when posts.is_page_later then posts.post_from else posts.page_from end as other_from,
        posts.field,
        case when posts.is_page_later then posts.page_value else posts.post_value end as chosen,
        case when posts.is_page_later then posts.page_from else posts.post_from end as chosen_from,
        case when posts.is_page_later then posts.post_value else posts.page_value end as other
    from staging.compared_posts as posts
    where posts.post_value <> posts.page_value

)

select
    conflicts.article_id,
    conflicts.other_from,
    conflicts.field,
    conflicts.chosen,
    conflicts.chosen_from,
    conflicts.other
from conflicts
-- A page and a post of one source may both differ from the chosen capture of another.
qualify
    row_number() over (
        partition by conflicts.article_id, conflicts.other_from, conflicts.field
        order by conflicts.chosen_from
    ) = 1
