-- One row with the number of pages of the selection whose captures are all damaged or lost.
select count(distinct captures.url) as pages
from raw.captures as captures
semi join selected_pages on captures.url = selected_pages.url
anti join staging.kept_captures as kept
    on captures.url = kept.url and captures.purpose = kept.purpose
where captures.purpose = 'page'
