-- Which other sites do articles link to?
select
    regexp_extract(links.target_url, '^https?://([^/:]+)', 1) as site,
    count(*) as links,
    count(distinct links.article_id) as articles
from links
where not links.is_internal
group by site
order by articles desc, site asc
limit 25
