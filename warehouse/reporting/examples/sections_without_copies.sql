-- How large is each section, year by year, with near copies counted once?
select
    articles.section,
    year(articles.published_on) as published_in,
    count(*) as articles,
    count(*) - count(duplicates.article_id) as without_copies,
    round(median(articles.word_count)) as median_words
from articles
left join duplicates on articles.article_id = duplicates.article_id
group by articles.section, year(articles.published_on)
order by articles.section, published_in
