-- One row per field and year in which many articles lost the field since the last publication.
-- severity: stop unless accepted
select
    after.field,
    after.year,
    after.filled,
    after.articles,
    earlier.filled as filled_before
from fills as after
inner join fills as earlier
    on after.field = earlier.field and after.year is not distinct from earlier.year
where
    after.edition = 'now'
    and earlier.edition = 'before'
    and after.articles >= $fewest_articles
    and earlier.filled - after.filled > $fill_drop * after.articles
