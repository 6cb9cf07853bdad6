-- One row per author, section, tag or entity of an article that is missing from its own table.
-- severity: stop
-- refresh: on_article_change
select distinct
    'authors' as mart_name,
    parts.author_id as missing_id
from marts.article_authors as parts
where parts.author_id not in (select authors.author_id from marts.authors as authors)
union all
select distinct
    'sections' as mart_name,
    parts.section_path as missing_id
from marts.article_sections as parts
where parts.section_path not in (select sections.section_path from marts.sections as sections)
union all
select distinct
    'tags' as mart_name,
    parts.tag_slug as missing_id
from marts.article_tags as parts
where parts.tag_slug not in (select tags.tag_slug from marts.tags as tags)
union all
select distinct
    'entities' as mart_name,
    parts.entity_id as missing_id
from marts.mentions as parts
where
    parts.field <> 'caption'
    and parts.entity_id not in (select entities.entity_id from marts.entities as entities)
