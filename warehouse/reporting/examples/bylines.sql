-- Who writes most, when, and in which sections?
select
    authors.author_name,
    authors.article_count,
    authors.first_published_on,
    authors.last_published_on,
    string_agg(distinct articles.section, ', ' order by articles.section) as sections
from authors
inner join article_authors on authors.author_id = article_authors.author_id
inner join articles on article_authors.article_id = articles.article_id
group by all
order by authors.article_count desc, authors.author_name asc
limit 25
