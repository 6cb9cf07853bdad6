-- One row per rejected capture, and whether a healthy archive holds such pages.
select
    rejections.*,
    rejections.reason in (
        'listing',
        'attachment',
        'front_page',
        'feed',
        'redirect',
        'not_html',
        'not_found',
        'soft_not_found'
    ) as is_expected
from raw.rejections as rejections
