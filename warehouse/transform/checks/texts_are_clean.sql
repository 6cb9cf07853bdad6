-- One row per article with markup, entities or wrongly decoded characters in its title or body.
-- severity: warn
-- scope: article
select
    articles.article_id,
    articles.url,
    regexp_extract(
        concat_ws(' ', articles.title, articles.body),
        '.{0,20}(</?(p|br|div|span|strong|em|a)[ />]|&(amp|nbsp|quot|#[0-9]+);|â€|Ã[©¨¶¼]|\x{FFFD}).{0,20}'
    ) as passage
from marts.articles as articles
where
    regexp_matches(
        concat_ws(' ', articles.title, articles.body),
        '</?(p|br|div|span|strong|em|a)[ />]|&(amp|nbsp|quot|#[0-9]+);|â€|Ã[©¨¶¼]|\x{FFFD}'
    )
