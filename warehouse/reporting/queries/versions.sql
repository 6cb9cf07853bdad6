-- One row per version of the article at an address (or with an id), in order.
select
    versions.version,
    versions.url,
    versions.title,
    versions.body,
    versions.body_chars,
    versions.first_captured_at
from article_versions as versions
where
    versions.article_id = try_cast(ltrim($wanted, '''') as bigint)
    or versions.article_id in (
        select addresses.article_id
        from article_addresses as addresses
        where addresses.url in ($wanted, $wanted || '/')
    )
order by versions.article_id, versions.version
