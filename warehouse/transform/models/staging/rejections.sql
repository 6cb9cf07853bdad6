-- One row per rejected capture, and whether its reason is expected.
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
