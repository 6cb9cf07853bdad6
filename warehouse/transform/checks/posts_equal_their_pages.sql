-- One row per article and field for which the REST API and the page of the post have another value.
-- severity: warn
select
    conflicts.article_id,
    articles.url,
    conflicts.field,
    conflicts.chosen,
    conflicts.chosen_from,
    conflicts.other,
    conflicts.other_from
from marts.source_conflicts as conflicts
inner join marts.articles as articles on conflicts.article_id = articles.article_id
where contains(conflicts.chosen_from || conflicts.other_from, ' by REST')
