-- One row per mention whose text is not in its field from start_char to end_char.
-- severity: stop
-- scope: article
select
    mentions.article_id,
    mentions.seq,
    mentions.field,
    mentions.text,
    mentions.start_char
from marts.mentions as mentions
inner join marts.articles as articles on mentions.article_id = articles.article_id
left join marts.images as images
    on
        mentions.field = 'caption'
        and mentions.article_id = images.article_id
        and mentions.paragraph_seq = images.seq
where
    mentions.text is distinct from substring(
        case mentions.field
            when 'body' then articles.body
            when 'title' then articles.title
            when 'dateline' then articles.dateline_text
            else images.caption
        end,
        mentions.start_char + 1,
        mentions.end_char - mentions.start_char
    )
