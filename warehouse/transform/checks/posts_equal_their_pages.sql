-- One row per article and field that the REST interface and the page of the post state differently.
-- severity: warn
select
    posts.article_id,
    articles.url,
    posts.field,
    posts.post_value,
    posts.page_value
from staging.compared_posts as posts
inner join marts.articles as articles on posts.article_id = articles.article_id
where posts.post_value <> posts.page_value
