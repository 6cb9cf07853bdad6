alter table raw.articles add column evidence varchar[];

alter table raw.articles add column body_confidence double;

alter table raw.articles add column is_complete boolean;

alter table raw.articles add column part_number integer;

alter table raw.articles add column part_count integer;

-- DuckDB 1.5 cannot add several columns with defaults to a table with rows in one transaction.
update raw.articles set evidence = [], is_complete = true, part_number = 1, part_count = 1;

comment on column raw.articles.evidence is 'Signs that the page is this article.';
comment on column raw.articles.body_confidence is 'How sure the parser is of the body, from 0 to 1.';
comment on column raw.articles.is_complete is 'Whether the page shows the whole text.';
comment on column raw.articles.part_number is 'Which part of a text split over several pages the page is, from 1.';
comment on column raw.articles.part_count is 'Parts the text is split into.';
