-- One row per table and article_id in it that is not in articles.
-- severity: stop
-- refresh: on_article_change
with

parts as (

    select distinct
        'paragraphs' as mart_name,
        paragraphs.article_id
    from marts.paragraphs as paragraphs
    union all
    select distinct
        'article_authors' as mart_name,
        authors.article_id
    from marts.article_authors as authors
    union all
    select distinct
        'article_sections' as mart_name,
        sections.article_id
    from marts.article_sections as sections
    union all
    select distinct
        'article_tags' as mart_name,
        tags.article_id
    from marts.article_tags as tags
    union all
    select distinct
        'article_fields' as mart_name,
        fields.article_id
    from marts.article_fields as fields
    union all
    select distinct
        'images' as mart_name,
        images.article_id
    from marts.images as images
    union all
    select distinct
        'links' as mart_name,
        links.article_id
    from marts.links as links
    union all
    select distinct
        'mentions' as mart_name,
        mentions.article_id
    from marts.mentions as mentions
    union all
    select distinct
        'statements' as mart_name,
        statements.article_id
    from marts.statements as statements
    union all
    select distinct
        'events' as mart_name,
        events.article_id
    from marts.events as events
    union all
    select distinct
        'text_dates' as mart_name,
        dates.article_id
    from marts.text_dates as dates

)

select
    parts.mart_name,
    parts.article_id
from parts
where parts.article_id not in (select articles.article_id from marts.articles as articles)
