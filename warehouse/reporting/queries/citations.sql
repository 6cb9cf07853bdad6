-- One row per article of a list, with the capture and the parser behind it.
select
    articles.article_id,
    articles.url,
    articles.title,
    (
        select coalesce(list(authors.author_name order by authors.seq), [])
        from article_authors as authors
        where authors.article_id = articles.article_id
    ) as authors,
    articles.published_on,
    articles.section_path,
    lineage.captured_at,
    lineage.captured_from,
    lineage.payload_sha256,
    lineage.warc_file,
    lineage.warc_offset,
    lineage.captured_by_run,
    lineage.layout,
    lineage.parser_version,
    lineage.cleaning_rules,
    lineage.body_sha256,
    lineage.extractor,
    lineage.requested_url,
    captures.item
from articles
inner join lineage on articles.article_id = lineage.article_id
left join captures on lineage.capture_id = captures.capture_id
where articles.article_id in (select unnest($article_ids::bigint[]))
