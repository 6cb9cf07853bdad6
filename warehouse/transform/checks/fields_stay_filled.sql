-- One row per field and year in which fewer articles have the field than in the last publication.
-- severity: stop
select
    built.field,
    built.year,
    built.filled,
    built.articles,
    published.filled as filled_before,
    published.articles as articles_before
from fills as built
inner join fills as published
    on built.field = published.field and built.year is not distinct from published.year
where
    built.edition = 'built'
    and published.edition = 'published'
    and published.articles >= $fewest_articles
    and built.filled / built.articles < published.filled / published.articles - $fill_drop
