-- One row per article that names an entity; the entity's page holds it as the table `found`.
-- needs: entity_articles, articles
select
    articles.article_id,
    articles.published_on,
    articles.section_path,
    articles.dateline_places[1] as place,
    named_in.mention_count
from entity_articles as named_in
inner join articles on named_in.article_id = articles.article_id
where named_in.entity_id = $entity_id
