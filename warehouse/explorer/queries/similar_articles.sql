-- One row per article of a list.
-- needs: articles, search.docs, search.postings, search.terms
select
    article_id,
    title,
    section_path,
    published_on
from articles
where article_id in (select unnest($article_ids::bigint[]))
