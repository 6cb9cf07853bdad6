-- One row per article whose text contains all words; used for snapshots without a search index.
-- needs: articles
select
    article_id,
    published_on
from articles
where
    ($since::date is null or published_on >= $since::date)
    and ($until::date is null or published_on <= $until::date)
    and ($author = '' or author = $author)
    and ($section = '' or section_path = $section or starts_with(section_path, $section || '/'))
    and list_bool_and(
        list_transform(
            $words::varchar[],
            lambda word: contains(lower(strip_accents(title || ' ' || body)), word)
        )
    )
