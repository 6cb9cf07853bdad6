-- Which pages changed after their first capture, and in which fields?
select
    articles.url,
    versions.version,
    versions.first_captured_at,
    versions.captured_from,
    versions.changed_fields,
    former.title as former_title,
    versions.title,
    versions.body_chars - former.body_chars as chars_added
from article_versions as versions
inner join article_versions as former
    on versions.article_id = former.article_id and versions.version = former.version + 1
inner join articles on versions.article_id = articles.article_id
order by versions.first_captured_at desc, articles.url asc
