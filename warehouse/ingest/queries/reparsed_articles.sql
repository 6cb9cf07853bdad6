-- One row per article that the batch adds, changes, removes or finds withdrawn.
select article_id from batch_articles
union
select captures.article_id
from staging.article_captures as captures
semi join parsed_captures on captures.capture_id = parsed_captures.capture_id
union
select captures.article_id
from staging.article_captures as captures
semi join batch_rejections on captures.url = batch_rejections.url
