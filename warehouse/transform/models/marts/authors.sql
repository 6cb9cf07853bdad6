-- One row per author, under the name used most often.
-- unique_key: author_id
-- order_by: author_id
-- refresh: on_article_change
with

named as (

    select
        author_id,
        author_name,
        count(*) as uses
    from marts.article_authors
    group by all

),

usual_names as (

    select
        author_id,
        author_name
    from named
    qualify row_number() over (partition by author_id order by uses desc, author_name asc) = 1

),

counts as (

    select
        parts.author_id,
        count(distinct parts.article_id) as article_count,
        min(articles.published_on) as first_published_on,
        max(articles.published_on) as last_published_on
    from marts.article_authors as parts
    inner join marts.articles as articles on parts.article_id = articles.article_id
    group by parts.author_id

)

select
    counts.author_id,
    usual_names.author_name,
    counts.article_count,
    counts.first_published_on,
    counts.last_published_on
from counts
inner join usual_names on counts.author_id = usual_names.author_id
