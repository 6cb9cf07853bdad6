-- One row per article in `found`, the newest first, or the oldest.
-- needs: articles
-- Titles and leads are read for the rows of the page only.
with shown as (

    select article_id
    from found
    order by
        if($is_oldest_first, published_on, null) asc nulls last,
        published_on desc nulls last,
        article_id asc
    limit $max_rows offset $skipped

)

select
    article_id,
    title,
    url,
    section_path,
    published_on,
    author,
    dateline_places[1] as place,
    lead,
    (select count(*) from found) as total
from articles
where article_id in (select shown.article_id from shown)
order by if($is_oldest_first, published_on, null) asc nulls last, published_on desc nulls last, article_id asc
