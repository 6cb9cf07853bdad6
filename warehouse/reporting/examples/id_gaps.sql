-- Which consecutive articles have a gap between their WordPress ids that is far wider than usual?
with

steps as (

    -- Pictures and drafts use ids too: a wide gap suggests missing articles, but does not prove it.
    select
        articles.post_id,
        articles.published_on,
        lag(articles.post_id) over (order by articles.post_id) as post_id_before,
        lag(articles.published_on) over (order by articles.post_id) as published_on_before
    from articles
    where articles.post_id is not null

),

gaps as (

    select
        steps.*,
        steps.post_id - steps.post_id_before - 1 as unaccounted_ids
    from steps
    where steps.post_id_before is not null

)

select
    gaps.published_on_before as after_day,
    gaps.published_on as until_day,
    gaps.post_id_before as after_post_id,
    gaps.post_id as until_post_id,
    gaps.unaccounted_ids,
    (select median(others.unaccounted_ids) from gaps as others) as usual_ids
from gaps
where gaps.unaccounted_ids > 10 * (select median(others.unaccounted_ids) + 1 from gaps as others)
order by gaps.unaccounted_ids desc, gaps.post_id asc
limit 20
