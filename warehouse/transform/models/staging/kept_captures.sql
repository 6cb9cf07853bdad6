-- One row per capture whose bytes are still in the store, as far as the last run could see.
select captures.*
from raw.captures as captures
anti join raw.lost_files as lost_files on captures.warc_file = lost_files.warc_file
anti join raw.damaged_captures as damaged on captures.capture_id = damaged.capture_id
