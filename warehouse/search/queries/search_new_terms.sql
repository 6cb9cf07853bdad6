-- One row per term of the batch that no earlier batch has.
select
    spellings.term,
    (
        (select coalesce(max(terms.term_id), 0) from terms)
        + row_number() over (order by spellings.term)
    )::integer as term_id
from (select distinct search_spellings.term from search_spellings) as spellings
where spellings.term not in (select terms.term from terms)
