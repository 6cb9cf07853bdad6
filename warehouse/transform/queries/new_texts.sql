-- One row per text without a signature, with its row id.
select
    articles.body_sha256,
    min(articles.place) as place
from current_articles as articles
anti join raw.text_signatures as signatures on articles.body_sha256 = signatures.body_sha256
group by articles.body_sha256
