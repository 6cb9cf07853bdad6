-- One row per month of the articles in `found`.
-- needs: articles
select
    strftime(found.published_on, '%Y-%m') as month,
    count(*) as article_count
from found
where found.published_on is not null
group by month
order by month asc
