-- One row per term and article of the batch, with the term's frequency and positions.
select
    terms.term_id,
    tokens.doc,
    count(*)::usmallint as uses,
    count(*) filter (where tokens.position < $body_start)::usmallint as title_uses,
    list(tokens.position order by tokens.position) as positions
from search_tokens as tokens
inner join search_spellings as spellings on tokens.printed = spellings.printed
inner join terms on spellings.term = terms.term
group by terms.term_id, tokens.doc
order by terms.term_id, tokens.doc
