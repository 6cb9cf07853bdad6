-- One row per article and place that it is filed from.
-- needs: mentions, entities, article_sections
select distinct
    mentions.article_id,
    entities.entity_id,
    entities.country
from mentions
inner join entities on mentions.entity_id = entities.entity_id
where
    mentions.field = 'dateline'
    and entities.entity_type = 'LOC'
    and ($since::date is null or mentions.published_on >= $since::date)
    and ($until::date is null or mentions.published_on <= $until::date)
    and (
        $section = '' or mentions.article_id in (
            select articles_in_sections.article_id
            from articles_in_sections
            where articles_in_sections.section_path = $section
        )
    )
