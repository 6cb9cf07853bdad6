-- One row: the article that was captured at this URL before its URL changed.
select article_id
from article_addresses
where url in ($wanted, $wanted || '/')
order by last_captured_at desc, article_id asc
limit 1
