-- One row per article that passes the filters; the source of facets when there are no words.
-- needs: articles, mentions, article_authors, article_sections
select
    article_id,
    published_on
from articles
where
    ($since::date is null or published_on >= $since::date)
    and ($until::date is null or published_on <= $until::date)
    and ($section = '' or article_id in (
        select articles_in_sections.article_id
        from articles_in_sections
        where articles_in_sections.section_path = $section
    ))
    and ($author = '' or article_id in (
        select article_authors.article_id
        from article_authors
        where $author in (article_authors.author_id, article_authors.author_name)
    ))
    and ($entity_id = '' or article_id in (
        select mentions.article_id
        from mentions
        where mentions.entity_id = $entity_id and mentions.field <> 'caption'
    ))
