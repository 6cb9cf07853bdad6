-- One row per entity with the id, name or spelling $name; if there is none, those of the articles whose
-- name is the same without particles; if there is none, those whose name is another transcription.
-- Case, accents, apostrophes, hyphens and full stops do not count: `Hizb'allah` equals `hizballah`.
-- Particles are `al`, `el`, `bin` and others (`Samar Barazi` is `Samar al-Barazi`). Transcriptions differ in
-- doubled letters, in `e` for `a` or `i`, `o` and `ou` for `u`, and letters of one sound (`Mohamed Saleh` is
-- `Muhammad Salih`); a single word is not compared in this way, since too many differ in a vowel only.
with

asked as materialized (

    select
        trim(regexp_replace(
            regexp_replace(lower(strip_accents($name)), '[''’‘ʼʿʾ`.]', '', 'g'),
            '[^\p{L}\p{N}]+', ' ', 'g'
        )) as spelling

),

exact as materialized (

    select
        names.entity_id,
        max(names.article_count) as article_count
    from search.entity_names as names
    where names.entity_id = $name or names.spelling = (select asked.spelling from asked)
    group by names.entity_id

),

spellings as (

    select
        asked.spelling,
        null as entity_id,
        0 as article_count
    from asked
    where not exists (from exact)
    union all
    select
        names.spelling,
        names.entity_id,
        names.article_count
    from search.entity_names as names
    where names.article_count > 0 and not exists (from exact)

),

bare_names as (

    select
        spellings.entity_id,
        spellings.article_count,
        trim(regexp_replace(
            spellings.spelling, '\b(?:al|el|as|ash|an|ar|ad|at|az|bin|ibn|ben|bint)\b ?', '', 'g'
        )) as bare
    from spellings

),

sounds as (

    select
        bare_names.entity_id,
        bare_names.article_count,
        bare_names.bare,
        translate(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(bare_names.bare, '\babd(?: |[aeu][lr] ?)', 'abd', 'g'),
                            '([aei])h\b', '\1', 'g'
                        ),
                        '([dt])h', '\1', 'g'
                    ),
                    'ou|oo', 'u', 'g'
                ),
                'ee', 'i', 'g'
            ),
            'oqyw', 'ukiu'
        ) as sound
    from bare_names

),

compared as materialized (

    select
        entity_id,
        article_count,
        bare,
        array_to_string(list_transform(list_filter(
            list_zip(string_split(sound, ''), string_split(sound, '')[2:]),
            lambda pair: pair[1] is distinct from pair[2]
        ), lambda pair: pair[1]), '') as sound
    from sounds

),

-- The vowels of the name asked for, as a pattern; capitals are letters that are replaced later.
patterns as (

    select
        compared.bare,
        translate(compared.sound, 'eiu', 'aaa') as vowelless,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    replace(translate(compared.sound, 'aiu', 'AIU'), 'e', '[aeiu]'), 'A', '[ae]', 'g'
                ),
                'I', '[ei]', 'g'
            ),
            'U', '[eu]', 'g'
        ) as pattern
    from compared
    where compared.entity_id is null and compared.bare <> ''

),

alike as (

    select
        compared.entity_id,
        compared.article_count,
        case when compared.bare = patterns.bare then 1 else 2 end as tier
    from compared
    inner join patterns on translate(compared.sound, 'eiu', 'aaa') = patterns.vowelless
    where
        compared.entity_id is not null
        and (
            compared.bare = patterns.bare
            or contains(patterns.bare, ' ') and regexp_full_match(compared.sound, patterns.pattern)
        )

),

found as (

    select
        exact.entity_id,
        exact.article_count,
        0 as tier
    from exact
    union all
    select
        alike.entity_id,
        alike.article_count,
        alike.tier
    from alike

)

select found.entity_id
from found
where found.tier = (select min(every_one.tier) from found as every_one)
group by found.entity_id
order by max(found.article_count) desc, found.entity_id asc
