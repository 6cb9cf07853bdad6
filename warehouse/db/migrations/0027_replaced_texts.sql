-- Posts of another owner in the place of articles are answers for something else, too.
comment on table raw.shared_texts is 'One row per capture with a text that its host serves at many URLs, or that is in the place of another article at many URLs.';
comment on column raw.shared_texts.addresses is 'Number of URLs of the host with that text (versions of one slug, -2, -3, count once), or with other texts in the place of their articles.';
