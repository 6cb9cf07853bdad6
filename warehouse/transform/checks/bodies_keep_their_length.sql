-- One row per year in which the same articles are much shorter than in the last publication.
-- severity: stop unless accepted
select
    after.year,
    after.mean_chars,
    earlier.mean_chars as mean_chars_before
from fills as after
inner join fills as earlier
    on after.field = earlier.field and after.year is not distinct from earlier.year
where
    after.edition = 'now'
    and earlier.edition = 'before'
    and after.field = 'body'
    and after.articles >= $fewest_articles
    and after.mean_chars < earlier.mean_chars * (1 - $length_drop)
