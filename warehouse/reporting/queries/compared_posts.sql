-- One row: posts read by REST and from their page, and those of them in which a field differs.
select
    count(distinct posts.article_id) as compared,
    count(distinct posts.article_id) filter (
        where posts.post_value <> posts.page_value
    ) as differing
from staging.compared_posts as posts
