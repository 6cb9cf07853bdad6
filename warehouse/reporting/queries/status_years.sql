-- One row per year of publication, with the number of articles.
select
    year(coalesce(articles.published_on, hints.published_on)) as published_year,
    count(*) as articles
from staging.latest_articles as latest
inner join raw.articles as articles on latest.capture_id = articles.capture_id
left join staging.best_hints as hints on articles.url = hints.url
group by all
order by published_year nulls last
