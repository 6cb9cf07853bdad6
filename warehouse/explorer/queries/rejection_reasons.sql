-- One row per reason for which a capture was not read as an article.
-- needs: rejections
select
    replace(reason, '_', ' ') as reason,
    count(*) as capture_count
from rejections
group by reason
order by capture_count desc, reason asc
