-- One row per rejection of the batch that is to be stored: bytes lost later take no article away.
select outcomes.*
from batch_outcomes as outcomes
where
    outcomes.reason <> 'unreadable'
    or outcomes.capture_id not in (select articles.capture_id from raw.articles as articles)
