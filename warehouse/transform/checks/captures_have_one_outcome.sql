-- One row per page capture whose outcome contradicts the raw tables, the frontier or the marts.
-- severity: stop
with

compared as (

    select
        captures.capture_id,
        captures.url,
        captures.outcome,
        captures.capture_id in (
            select articles.capture_id from raw.articles as articles
            anti join raw.shared_texts as shared
                on articles.capture_id = shared.capture_id and shared.is_refused
        )
            as has_text,
        captures.capture_id in (
            select rejections.capture_id from staging.rejections as rejections
        )
            as has_rejection,
        captures.url in (select frontier.url from raw.frontier as frontier) as is_in_frontier,
        captures.url in (select addresses.url from marts.article_addresses as addresses)
            as has_article
    from marts.captures as captures
    where captures.purpose = 'page' and not captures.is_revisit

)

select
    compared.capture_id,
    compared.url,
    compared.outcome,
    case
        when compared.has_text and compared.has_rejection then 'both an article and a rejection'
        when not compared.is_in_frontier then 'its page is not in the frontier'
        when compared.has_text and not compared.has_article then 'its article is not in the tables'
        when compared.outcome = 'article' and not compared.has_text then 'its text is missing'
    end as contradiction
from compared
where
    (compared.has_text and compared.has_rejection)
    or not compared.is_in_frontier
    or (compared.has_text and not compared.has_article)
    or (compared.outcome = 'article' and not compared.has_text)
