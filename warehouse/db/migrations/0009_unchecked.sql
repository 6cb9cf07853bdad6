create table raw.unchecked_articles (
    article_id bigint not null
);

create table raw.passed_checks (
    check_name varchar not null,
    sha256 varchar not null
);

comment on table raw.unchecked_articles is 'One row per article whose mart rows were replaced since the checks were last run; may repeat.';
comment on column raw.unchecked_articles.article_id is 'Article built again.';

comment on table raw.passed_checks is 'One row per check no row failed when the checks were last run; emptied when a mart of articles is made whole.';
comment on column raw.passed_checks.check_name is 'Name of the check.';
comment on column raw.passed_checks.sha256 is 'Digest of its SQL and of the numbers it was given.';
