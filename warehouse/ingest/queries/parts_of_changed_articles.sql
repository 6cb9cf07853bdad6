-- One row per further page of a split article that the batch names with a later change: due again.
with

changed as (

    select distinct
        articles.url,
        afterwards.last_run
    from raw.article_parts as parts
    inner join raw.articles as articles on parts.capture_id = articles.capture_id
    inner join frontier_after_discovery as afterwards
        on parts.first_url = afterwards.url and afterwards.status = 'pending'
    where articles.url <> parts.first_url

)

select
    frontier.*
    replace (
        'pending' as status,
        0 as attempts,
        changed.last_run as last_run,
        null as etag,
        null as last_modified
    )
from raw.frontier as frontier
inner join changed on frontier.url = changed.url
where frontier.status = 'captured'
