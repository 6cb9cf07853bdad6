-- One row per mention of a name, with its sentence and article.
select
    mentions.article_id,
    mentions.seq,
    mentions.entity_id,
    entities.name,
    mentions.entity_type,
    mentions.entity_kind,
    mentions.text,
    mentions.start_char,
    mentions.end_char,
    mentions.field,
    mentions.paragraph_seq,
    mentions.sentence_seq,
    case mentions.field
        when 'body' then sentence_at(articles.body, mentions.start_char, mentions.end_char)
        when 'title' then articles.title
        when 'dateline' then articles.dateline_text
        else images.caption
    end as sentence,
    articles.published_on,
    articles.title,
    articles.section_path,
    articles.url
from mentions
inner join articles on mentions.article_id = articles.article_id
left join entities on mentions.entity_id = entities.entity_id
left join images
    on
        mentions.field = 'caption'
        and mentions.article_id = images.article_id
        and mentions.paragraph_seq = images.seq
