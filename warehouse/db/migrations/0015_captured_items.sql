alter table raw.captures add column item varchar;

comment on column raw.captures.item is 'Id of one post in an answer of the REST interface; null where the capture is the whole response.';
