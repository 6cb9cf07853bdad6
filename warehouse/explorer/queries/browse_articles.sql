-- One row per article that passes the filters, the newest first.
-- needs: articles
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
    and ($section = '' or section_path = $section or starts_with(section_path, $section || '/'))
order by published_on desc nulls last, article_id asc
limit $max_rows offset $skipped
