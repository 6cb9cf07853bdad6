-- One row per year in which articles are much shorter than in the last publication.
-- severity: stop
select
    built.year,
    built.mean_chars,
    published.mean_chars as mean_chars_before
from fills as built
inner join fills as published
    on built.field = published.field and built.year is not distinct from published.year
where
    built.edition = 'built'
    and published.edition = 'published'
    and built.field = 'body'
    and published.articles >= $fewest_articles
    and built.mean_chars < published.mean_chars * (1 - $length_drop)
