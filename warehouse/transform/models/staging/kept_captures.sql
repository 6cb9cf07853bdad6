-- One row per capture whose bytes were still in the store when the last run checked.
select captures.*
from raw.captures as captures
anti join raw.lost_files as lost_files on captures.warc_file = lost_files.warc_file
anti join raw.damaged_captures as damaged on captures.capture_id = damaged.capture_id
