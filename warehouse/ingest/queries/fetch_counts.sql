-- One row: pages of the batch by what became of them.
select
    count(*) filter (where status = 'captured') as captured,
    count(*) filter (where status = 'failed') as failed,
    count(*) filter (where status = 'gone') as gone,
    count(*) filter (where status = 'excluded') as excluded
from frontier_after_fetch
