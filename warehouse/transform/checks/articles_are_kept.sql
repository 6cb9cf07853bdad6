-- One row per article of the last publication that is missing now, if there are too many of them.
-- severity: stop unless accepted
select
    lost.article_id,
    lost.url
from lost_articles as lost
where
    (select count(*) from lost_articles)
    > greatest($lost_articles, $lost_total_share * (select count(*) from previous_articles))
