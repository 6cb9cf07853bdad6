-- One row per story, the one with the most articles first.
-- needs: story_articles, articles
with counted as (

    select
        story_id,
        count(*) as article_count,
        min(published_on) as first_on,
        max(published_on) as last_on
    from story_articles
    group by story_id

),

shown as (

    select
        counted.*,
        count(*) over () as total
    from counted
    order by counted.article_count desc, counted.first_on asc, counted.story_id asc
    limit $max_rows offset $skipped

)

select
    shown.story_id,
    articles.title,
    articles.section_path,
    shown.article_count,
    shown.first_on,
    shown.last_on,
    shown.last_on - shown.first_on + 1 as day_count,
    shown.total
from shown
inner join articles on shown.story_id = articles.article_id
order by shown.article_count desc, shown.first_on asc, shown.story_id asc
