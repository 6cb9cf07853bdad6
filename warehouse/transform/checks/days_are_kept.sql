-- One row per year in which many articles have another day than in the last publication.
-- severity: warn
select
    year(published.published_on) as year,
    count(*) as articles_before,
    count(*) filter (where built.published_on is distinct from published.published_on)
        as days_changed
from previous_articles as published
inner join marts.articles as built on published.article_id = built.article_id
group by all
having articles_before >= $fewest_articles and days_changed > $changed_days * articles_before
