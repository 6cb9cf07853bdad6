-- One row per article, source and field for which the source's latest capture has another value.
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
        order by captures.captured_at desc, articles.capture_id desc
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

)

select
    compared.article_id,
    compared.other_from,
    struct_extract(compared.pair, 'field') as field,
    struct_extract(compared.pair, 'chosen') as chosen,
    compared.chosen_from,
    struct_extract(compared.pair, 'other') as other
from compared
where struct_extract(compared.pair, 'chosen') is distinct from struct_extract(compared.pair, 'other')
