-- One row per capture without an article that may hide one.
-- severity: warn
select
    rejections.capture_id,
    rejections.url,
    rejections.reason,
    rejections.detail
from marts.rejections as rejections
where not rejections.is_expected and not rejections.has_article
