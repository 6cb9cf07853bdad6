-- One row per printed word of the batch: the term it is searched by, without case and accents.
select
    words.printed,
    lower(strip_accents(
        regexp_replace(regexp_replace(words.printed, '[''’][sS]$', ''), '[''’‘ʼʿʾ]', '', 'g')
    )) as term
from (select distinct tokens.printed from search_tokens as tokens) as words
