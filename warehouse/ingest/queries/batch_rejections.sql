-- One row per rejection of the batch to store; unreadable bytes do not replace a stored article.
select outcomes.*
from batch_outcomes as outcomes
where
    outcomes.reason <> 'unreadable'
    or outcomes.capture_id not in (select articles.capture_id from raw.articles as articles)
