-- One row: pages to fetch that the REST API of the site lists as posts.
select count(distinct pages.url) as posts
from selected_pages as pages
inner join raw.candidates as candidates
    on pages.url = candidates.url and candidates.discovered_via = 'rest'
where pages.state = 'to_fetch'
