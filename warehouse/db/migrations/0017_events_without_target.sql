alter table raw.events alter column target_local_id drop not null;

comment on column raw.events.target_local_id is 'To whom, as the article alone resolves the name; null when the target has no name.';
