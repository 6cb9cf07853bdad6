create table raw.article_parts (
    capture_id bigint not null,
    first_url varchar not null,
    part_number integer not null,
    part_count integer not null,
    check (part_number >= 1)
);

comment on table raw.article_parts is 'One row per capture of one page of an article that is split over several pages.';
comment on column raw.article_parts.capture_id is 'Capture of that page.';
comment on column raw.article_parts.first_url is 'Canonical URL of the first page.';
comment on column raw.article_parts.part_number is 'Which page of the article it is, from 1.';
comment on column raw.article_parts.part_count is 'Pages of the article, as this page says.';
