-- One row: the id of the article at an address.
-- needs: articles
select article_id
from articles
where url = $url or canonical_url = $url
