-- One row per capture of a page (without discovery and revisits), with the parser's result.
select
    captures.capture_id,
    captures.url,
    captures.captured_at,
    captures.status,
    captures.source,
    case
        when shared.is_refused then 'rejection'
        when articles.capture_id is not null then 'article'
        when rejections.capture_id is not null then 'rejection'
    end as outcome,
    coalesce(articles.parser_version, rejections.parser_version) as parser_version
from raw.captures as captures
left join raw.articles as articles on captures.capture_id = articles.capture_id
left join raw.rejections as rejections on captures.capture_id = rejections.capture_id
left join raw.shared_texts as shared on captures.capture_id = shared.capture_id
where captures.purpose = 'page' and not captures.is_revisit
