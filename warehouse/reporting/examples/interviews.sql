-- Which articles are interviews, with whom, and how long are the answers?
select
    articles.published_on,
    articles.title,
    string_agg(distinct parts.speaker, ', ' order by parts.speaker) filter (
        where parts.paragraph_kind = 'answer' and length(parts.speaker) > 1
    ) as answered_by,
    count(*) filter (where parts.paragraph_kind = 'question') as questions,
    count(*) filter (where parts.paragraph_kind = 'answer') as answers,
    round(avg(length(parts.text)) filter (where parts.paragraph_kind = 'answer')) as mean_answer_chars,
    articles.url
from articles
inner join paragraphs as parts on articles.article_id = parts.article_id
where parts.paragraph_kind in ('question', 'answer')
group by articles.published_on, articles.title, articles.url
order by articles.published_on, articles.url
