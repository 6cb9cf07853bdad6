-- One row per article that passes the filters, the newest first.
-- needs: articles, article_authors
select
    article_id,
    title,
    url,
    section_path,
    published_on,
    author,
    dateline_places[1] as place,
    lead,
    count(*) over () as total
from articles
where
    ($since::date is null or published_on >= $since::date)
    and ($until::date is null or published_on <= $until::date)
    and ($author = '' or article_id in (
        select article_authors.article_id
        from article_authors
        where article_authors.author_name = $author
    ))
    and ($section = '' or section_path = $section or starts_with(section_path, $section || '/'))
order by if($is_oldest_first, published_on, null) asc nulls last, published_on desc nulls last, article_id asc
limit $max_rows offset $skipped
