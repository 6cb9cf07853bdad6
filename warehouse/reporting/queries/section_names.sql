-- One row per section that a page of the warehouse may be in, however it is written.
select distinct unnest(pages.section_names) as section_name
from staging.pages as pages
order by section_name
