-- One row per edition, year and field: articles that have it. The edition `built` has all articles of the
-- build; `before` and `now` have the articles that the last publication has as well, as they were and
-- as they are, in the year that they had.
with

articles as (

    select
        'built' as edition,
        year(built.published_on) as year,
        built.title,
        built.body_chars,
        built.published_on,
        built.section_path,
        built.author,
        built.lead,
        built.dateline_text
    from marts.articles as built
    union all
    select
        'now' as edition,
        year(published.published_on) as year,
        built.title,
        built.body_chars,
        built.published_on,
        built.section_path,
        built.author,
        built.lead,
        built.dateline_text
    from marts.articles as built
    inner join previous_articles as published on built.article_id = published.article_id
    union all
    select
        'before' as edition,
        year(published.published_on) as year,
        published.title,
        published.body_chars,
        published.published_on,
        published.section_path,
        published.author,
        published.lead,
        published.dateline_text
    from previous_articles as published
    semi join marts.articles as built on published.article_id = built.article_id

),

counted as (

    select
        articles.edition,
        articles.year,
        count(*) as articles,
        avg(articles.body_chars) as mean_chars,
        count(*) filter (where articles.title <> '') as title,
        count(*) filter (where articles.body_chars > 0) as body,
        count(articles.published_on) as published_on,
        count(*) filter (where articles.section_path <> '') as section_path,
        count(*) filter (where articles.author <> '') as author,
        count(*) filter (where articles.lead <> '') as lead,
        count(*) filter (where articles.dateline_text <> '') as dateline_text
    from articles
    group by articles.edition, articles.year

)

select
    edition,
    year,
    articles,
    mean_chars,
    field,
    filled
from counted
unpivot (
    filled for field in (title, body, published_on, section_path, author, lead, dateline_text)
)
