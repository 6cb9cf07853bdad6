-- One row per warehouse that has been published: the articles of its last publication.
select arg_max(article_count, published_at) as articles
from raw.publications
having count(*) > 0
