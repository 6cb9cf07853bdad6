-- One row per part of a split article that the batch links to: what the linking page says of it, and
-- whether the frontier has it. Of several linking pages the one captured last counts.
select
    linked.url,
    linked.article_id,
    linked.kind,
    parts.first_url,
    articles.published_on,
    articles.published_at,
    articles.modified_at,
    -- A file or web archive names all pages it has: only the site can have another one.
    case when captures.source = $live then captures.source end as source,
    captures.run_id,
    captures.captured_at,
    linked.url in (
        select frontier.url
        from raw.frontier as frontier
        where frontier.url in (select batch.url from batch_linked_parts as batch)
    ) as is_known
from batch_linked_parts as linked
inner join batch_article_parts as parts on linked.capture_id = parts.capture_id
inner join batch_articles as articles on linked.capture_id = articles.capture_id
inner join raw.captures as captures on linked.capture_id = captures.capture_id
left join raw.candidates as named
    on linked.url = named.url and named.discovered_via = 'article:pages'
where captures.captured_at >= named.seen_at or named.url is null
qualify row_number() over (
    partition by linked.url order by captures.captured_at desc, captures.capture_id desc
) = 1
