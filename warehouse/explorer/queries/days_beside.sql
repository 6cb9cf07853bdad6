-- One row: the days with articles just before and just after a day.
-- needs: articles
select
    max(published_on) filter (where published_on < $day) as day_before,
    min(published_on) filter (where published_on > $day) as day_after
from articles
