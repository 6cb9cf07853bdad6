-- One row per rejected capture, and whether its reason is expected.
-- Answers for something else are recognised by their number, after the parser took them for articles.
with

rejected as (

    select rejections.*
    from raw.rejections as rejections
    union all by name
    select
        articles.capture_id,
        articles.url,
        'not_the_article' as reason,
        'an answer for something else, as at '
        || shared.addresses
        || ' URLs of this host: '
        || articles.title as detail,
        articles.parser_version
    from raw.articles as articles
    inner join raw.shared_texts as shared
        on articles.capture_id = shared.capture_id and shared.is_refused

)

select
    rejected.*,
    rejected.reason in (
        'listing',
        'attachment',
        'front_page',
        'feed',
        'redirect',
        'not_html',
        'not_found',
        'soft_not_found'
    ) as is_expected
from rejected
