create table raw.unpublished_articles (
    article_id bigint not null
);

create table raw.unpublished_models (
    name varchar not null
);

-- What was built before this was noted is not known.
insert into raw.unpublished_models select built_models.name from raw.built_models as built_models;

comment on table raw.unpublished_articles is 'One row per article whose mart rows were replaced since the last publication; may repeat.';
comment on column raw.unpublished_articles.article_id is 'Article built again.';

comment on table raw.unpublished_models is 'One row per mart that was made by other SQL, or of articles and whole, since the last publication.';
comment on column raw.unpublished_models.name is 'Mart, with its schema.';
