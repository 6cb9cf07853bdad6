-- One row: new and changed articles, new pages, responses and stored bytes of a run.
with

run_articles as (

    select
        articles.article_id,
        articles.body_sha256,
        captures.captured_at
    from raw.articles as articles
    inner join raw.captures as captures on articles.capture_id = captures.capture_id
    where captures.run_id = $run_id

),

earlier as (

    select
        run_articles.article_id,
        arg_max(articles.body_sha256, captures.captured_at) as body_sha256
    from run_articles
    inner join raw.articles as articles on run_articles.article_id = articles.article_id
    inner join raw.captures as captures on articles.capture_id = captures.capture_id
    where captures.run_id <> $run_id and captures.captured_at < run_articles.captured_at
    group by run_articles.article_id

),

compared as (

    select
        run_articles.article_id,
        bool_and(earlier.article_id is null) as is_new,
        bool_or(earlier.body_sha256 <> run_articles.body_sha256) as is_changed
    from run_articles
    left join earlier on run_articles.article_id = earlier.article_id
    group by run_articles.article_id

)

select
    (
        select count(*) from compared
        where is_new
    ) as new_articles,
    (
        select count(*) from compared
        where is_changed
    ) as changed_articles,
    (
        select count(*) from raw.frontier
        where first_seen_run = $run_id
    ) as pages_discovered,
    (
        select count(*) from raw.captures
        where run_id = $run_id
    ) as responses,
    (
        select count(*) from raw.captures
        where run_id = $run_id and is_revisit
    ) as unchanged_pages,
    (
        select coalesce(sum(warc_length), 0)::bigint from raw.captures
        where run_id = $run_id
    ) as stored_bytes
