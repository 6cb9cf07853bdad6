-- One row per month in which articles name an entity.
-- needs: entity_days
select
    strftime(published_on, '%Y-%m') as month,
    sum(article_count)::bigint as article_count
from entity_days
where entity_id = $entity_id and published_on is not null
group by month
order by month
