-- One row per field and year in which too few articles have the field.
-- severity: stop
select
    fills.field,
    fills.year,
    fills.filled,
    fills.articles,
    expected.least_share
from fills
inner join expected_fields as expected on fills.field = expected.field
where
    fills.edition = 'built'
    and fills.articles >= $fewest_articles
    and fills.filled < expected.least_share * fills.articles
