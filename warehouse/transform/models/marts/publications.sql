-- One row per published snapshot.
-- unique_key: stamp
-- order_by: stamp
select
    publications.stamp,
    publications.published_at,
    publications.run_id,
    publications.article_count,
    publications.software_version
from raw.publications as publications
