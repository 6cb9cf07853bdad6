-- One row per text whose group has changed or has gained or lost a text.
with

moved as (

    select
        coalesce(former.body_sha256, groups.body_sha256) as body_sha256,
        former.group_sha256 as former_group,
        groups.group_sha256
    from raw.text_groups as former
    full join batch_groups as groups on former.body_sha256 = groups.body_sha256
    where former.group_sha256 is distinct from groups.group_sha256

)

select moved.body_sha256
from moved
union
select groups.body_sha256
from batch_groups as groups
where groups.group_sha256 in (select moved.group_sha256 from moved)
