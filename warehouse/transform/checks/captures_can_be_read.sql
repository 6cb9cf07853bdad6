-- One row per page whose stored capture is damaged or lost.
-- severity: warn
select
    frontier.url,
    captures.warc_file,
    captures.warc_offset,
    coalesce(damaged.detail, captures.warc_file || ' is not in the store') as damage
from raw.frontier as frontier
inner join raw.captures as captures on frontier.last_capture_id = captures.capture_id
left join raw.damaged_captures as damaged on captures.capture_id = damaged.capture_id
left join raw.lost_files as lost_files on captures.warc_file = lost_files.warc_file
where
    (damaged.capture_id is not null or lost_files.warc_file is not null)
    and frontier.status not in ('gone', 'excluded')
