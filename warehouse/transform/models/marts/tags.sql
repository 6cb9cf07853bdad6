-- One row per tag.
-- unique_key: tag_slug
-- order_by: tag_slug
-- refresh: on_article_change
with

named as (

    select
        tag_slug,
        tag_name,
        count(*) as uses
    from marts.article_tags
    group by all

),

usual_names as (

    select
        tag_slug,
        tag_name
    from named
    qualify row_number() over (partition by tag_slug order by uses desc, tag_name asc) = 1

),

counts as (

    select
        parts.tag_slug,
        count(distinct parts.article_id) as article_count,
        min(articles.published_on) as first_published_on,
        max(articles.published_on) as last_published_on
    from marts.article_tags as parts
    inner join marts.articles as articles on parts.article_id = articles.article_id
    group by parts.tag_slug

)

select
    counts.tag_slug,
    usual_names.tag_name,
    counts.article_count,
    counts.first_published_on,
    counts.last_published_on
from counts
inner join usual_names on counts.tag_slug = usual_names.tag_slug
