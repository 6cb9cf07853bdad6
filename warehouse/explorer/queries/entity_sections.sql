-- One row per section that names an entity.
-- needs: mentions, articles
select
    articles.section_path,
    count(distinct mentions.article_id) as article_count
from mentions
inner join articles on mentions.article_id = articles.article_id
where mentions.entity_id = $entity_id and mentions.field <> 'caption'
group by articles.section_path
order by article_count desc, articles.section_path asc
