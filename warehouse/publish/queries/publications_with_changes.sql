-- One row per publication, oldest first, with its changes since the one before as a list.
select
    publications.stamp,
    publications.article_count,
    list(struct_pack(
        mart_name := changes.mart_name,
        cause := changes.cause,
        rows_added := changes.rows_added,
        rows_changed := changes.rows_changed,
        rows_removed := changes.rows_removed
    ) order by changes.mart_name, changes.cause)
    filter (where changes.mart_name is not null) as changes
from publications
left join publication_changes as changes on publications.stamp = changes.stamp
group by publications.stamp, publications.article_count
order by publications.stamp
