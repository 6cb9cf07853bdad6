-- One row per article the batch adds, changes or takes away.
select article_id from batch_articles
union
select articles.article_id
from raw.articles as articles
semi join parsed_captures on articles.capture_id = parsed_captures.capture_id
