-- One row per use of the query's first word or phrase, with the text around it.
-- macro: concordance(query, width := 60, max_articles := 200)
-- Of the best `max_articles` articles. The pattern is one constant expression, so that DuckDB compiles it once and not once a row.
with

-- On one line, as the pages of the explorer show it.
texts as (

    select
        articles.article_id,
        articles.published_on,
        articles.title,
        articles.url,
        hits.score,
        trim(regexp_replace(articles.body, '\s+', ' ', 'g')) as body
    from (
        select best.*
        from hits as best
        order by best.score desc, best.article_id asc
        limit $max_articles
    ) as hits
    inner join main.articles as articles on hits.article_id = articles.article_id

),

parts as (

    select
        texts.article_id,
        texts.published_on,
        texts.title,
        texts.url,
        texts.score,
        regexp_extract_all(texts.body, concat(
            '(?i)\b',
            array_to_string(regexp_extract_all(
                case
                    when regexp_matches($query, '^\s*(?:(?i:title|body):)?["“”]')
                        then regexp_extract($query, '["“”]([^"“”]*)', 1)
                    else regexp_extract($query, '^\s*(?:(?i:title|body):)?(\S+)', 1)
                end,
                '[\p{L}\p{N}]+'
            ), '[^\p{L}\p{N}]+'),
            case when regexp_matches($query, '^\s*\S+\*') then '\w*' else '' end, '\b'
        )) as found,
        string_split_regex(texts.body, concat(
            '(?i)\b',
            array_to_string(regexp_extract_all(
                case
                    when regexp_matches($query, '^\s*(?:(?i:title|body):)?["“”]')
                        then regexp_extract($query, '["“”]([^"“”]*)', 1)
                    else regexp_extract($query, '^\s*(?:(?i:title|body):)?(\S+)', 1)
                end,
                '[\p{L}\p{N}]+'
            ), '[^\p{L}\p{N}]+'),
            case when regexp_matches($query, '^\s*\S+\*') then '\w*' else '' end, '\b'
        )) as around
    from texts

),

lines as (

    select
        parts.*,
        unnest(parts.found) as match,
        generate_subscripts(parts.found, 1) as number
    from parts

)

select
    lines.article_id,
    lines.published_on,
    right(lines.around[lines.number], $width) as before,
    lines.match as found,
    left(lines.around[lines.number + 1], $width) as after,
    lines.title,
    lines.url
from lines
order by lines.score desc, lines.article_id asc, lines.number asc
