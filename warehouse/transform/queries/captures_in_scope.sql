-- One row per capture of a changed article, or of anything else at one of its URLs.
with

shown as (

    select
        articles.capture_id,
        articles.url
    from raw.articles as articles
    left join raw.capture_articles as moved on articles.capture_id = moved.capture_id
    where
        coalesce(moved.article_id, articles.article_id) in (
            select changed.article_id from changed
        )

)

select
    shown.capture_id,
    shown.url
from shown
union
select
    captures.capture_id,
    captures.url
from raw.captures as captures
where captures.url in (select shown.url from shown)
