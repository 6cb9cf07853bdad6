-- One row per article and place that it mentions.
-- needs: entity_articles, entities, article_sections
select
    named_in.article_id,
    entities.entity_id,
    entities.country
from entity_articles as named_in
inner join entities on named_in.entity_id = entities.entity_id
where
    entities.entity_type = 'LOC'
    and ($since::date is null or named_in.published_on >= $since::date)
    and ($until::date is null or named_in.published_on <= $until::date)
    and (
        $section = '' or named_in.article_id in (
            select articles_in_sections.article_id
            from articles_in_sections
            where articles_in_sections.section_path = $section
        )
    )
