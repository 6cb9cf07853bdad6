create table raw.capture_articles (
    capture_id bigint not null,
    article_id bigint not null
);

create table raw.host_ends (
    host varchar not null,
    ended_at timestamptz not null,
    stated_by varchar not null
);

create table raw.late_captures (
    capture_id bigint not null
);

comment on table raw.capture_articles is 'One row per capture whose article is another one than its address alone tells: the same post at two addresses, or two posts at one.';
comment on column raw.capture_articles.capture_id is 'Capture that gave the article.';
comment on column raw.capture_articles.article_id is 'Article it belongs to.';

comment on table raw.host_ends is 'One row per host: when the site stopped answering there.';
comment on column raw.host_ends.host is 'Host of the address as requested.';
comment on column raw.host_ends.ended_at is 'Captures from this instant on rank below earlier ones.';
comment on column raw.host_ends.stated_by is 'setting, or learnt: one text stands at many addresses of the host.';

comment on table raw.late_captures is 'One row per page capture taken after the end of the site on its host.';
comment on column raw.late_captures.capture_id is 'Capture taken too late.';
