-- One row per article, the one captured last first.
-- needs: articles, captures, article_addresses
with latest as (

    select
        article_addresses.article_id,
        max(captures.captured_at) as captured_at,
        arg_max(captures.captured_from, captures.captured_at) as captured_from
    from captures
    inner join article_addresses on captures.url = article_addresses.url
    where
        captures.outcome = 'article'
        and article_addresses.article_id in (select articles.article_id from articles)
    group by article_addresses.article_id
    order by captured_at desc, article_addresses.article_id asc
    limit 8

)

select
    articles.article_id,
    articles.title,
    articles.section_path,
    articles.published_on,
    latest.captured_at,
    latest.captured_from
from latest
inner join articles on latest.article_id = articles.article_id
order by latest.captured_at desc, articles.article_id asc
