-- One row per article that shares the most rare words with an article.
-- needs: articles, search.docs, search.postings, search.terms, similar()
select
    similar_to.article_id,
    similar_to.title,
    articles.section_path,
    similar_to.published_on,
    similar_to.score
from similar($article_id, max_hits := 7) as similar_to
inner join articles on similar_to.article_id = articles.article_id
where similar_to.article_id <> $article_id
order by similar_to.score desc, similar_to.article_id asc
limit 6
