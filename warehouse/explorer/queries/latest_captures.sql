-- One row per article, the one captured last first.
-- needs: articles, captures, article_addresses
select
    articles.article_id,
    articles.title,
    articles.section_path,
    articles.published_on,
    max(captures.captured_at) as captured_at,
    arg_max(captures.captured_from, captures.captured_at) as captured_from
from captures
inner join article_addresses on captures.url = article_addresses.url
inner join articles on article_addresses.article_id = articles.article_id
where captures.outcome = 'article'
group by all
order by captured_at desc, articles.article_id asc
limit 8
