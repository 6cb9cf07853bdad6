-- One row: pages captured in a run that are to be tried again since they gave no article.
select count(*) as pages
from raw.captures as captures
inner join raw.frontier as frontier on captures.capture_id = frontier.last_capture_id
where
    captures.run_id = $run_id
    and captures.purpose = 'page'
    and captures.status < 400
    and frontier.status = 'failed'
