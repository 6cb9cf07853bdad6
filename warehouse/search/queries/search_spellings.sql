-- One row per distinct printed word of the batch, with its normalized term.
select
    words.printed,
    lower(strip_accents(
        regexp_replace(regexp_replace(words.printed, '[''’][sS]$', ''), '[''’‘ʼʿʾ]', '', 'g')
    )) as term
from (select distinct tokens.printed from search_tokens as tokens) as words
