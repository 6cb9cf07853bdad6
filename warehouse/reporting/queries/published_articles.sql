-- One row: the number of articles in the last publication; no row before the first.
select arg_max(article_count, published_at) as articles
from raw.publications
having count(*) > 0
