create schema if not exists staging;

create schema if not exists marts;

create table raw.runs (
    run_id varchar not null,
    flow varchar not null,
    source varchar,
    status varchar not null,
    parameters varchar not null,
    pid bigint,
    started_at timestamptz not null,
    finished_at timestamptz,
    counts map (varchar, bigint) not null,
    error varchar,
    check (status in ('running', 'succeeded', 'failed', 'cancelled', 'crashed'))
);

create table raw.candidates (
    url varchar not null,
    discovered_via varchar not null,
    listed_on varchar not null,
    title varchar,
    author varchar,
    section varchar,
    published_on date,
    published_at timestamptz,
    modified_at timestamptz,
    post_id bigint,
    source varchar,
    run_id varchar not null,
    seen_at timestamptz not null
);

create table raw.expectations (
    denominator varchar not null,
    scope varchar not null,
    expected_count bigint not null,
    stated_by varchar not null,
    run_id varchar not null,
    seen_at timestamptz not null,
    check (expected_count >= 0)
);

create table raw.frontier (
    url varchar not null,
    article_id bigint not null,
    kind varchar not null,
    status varchar not null,
    attempts integer not null,
    next_attempt_at timestamptz,
    failure_class varchar,
    last_error varchar,
    last_capture_id bigint,
    last_captured_at timestamptz,
    etag varchar,
    last_modified varchar,
    known_modified_at timestamptz,
    first_seen_at timestamptz not null,
    first_seen_run varchar not null,
    last_run varchar not null,
    source varchar,
    check (status in ('pending', 'captured', 'failed', 'gone', 'excluded')),
    check (kind in ('article', 'attachment', 'listing', 'feed', 'other')),
    check (attempts >= 0)
);

create table raw.captures (
    capture_id bigint not null,
    url varchar not null,
    requested_url varchar not null,
    source varchar not null,
    purpose varchar not null,
    captured_at timestamptz not null,
    status integer not null,
    content_type varchar not null,
    payload_sha256 varchar not null,
    body_bytes bigint not null,
    warc_file varchar not null,
    warc_offset bigint not null,
    warc_length bigint not null,
    is_revisit boolean not null,
    etag varchar,
    last_modified varchar,
    redirects_to varchar,
    flags varchar[] not null,
    run_id varchar not null,
    check (purpose in ('page', 'discovery')),
    check (warc_offset >= 0),
    check (warc_length > 0),
    check (body_bytes >= 0)
);

create table raw.articles (
    capture_id bigint not null,
    article_id bigint not null,
    url varchar not null,
    canonical_url varchar,
    post_id bigint,
    title varchar not null,
    published_at timestamptz,
    published_zone varchar,
    published_on date,
    published_precision varchar,
    printed_on date,
    modified_at timestamptz,
    section_path varchar,
    lead varchar not null,
    dateline_text varchar,
    dateline_places varchar[],
    dateline_country varchar,
    dateline_desk varchar,
    dateline_agency varchar,
    agency_credit varchar,
    language varchar,
    body varchar not null,
    body_sha256 varchar not null,
    layout varchar not null,
    parser_version varchar not null,
    cleaning_rules varchar[] not null,
    check (published_precision in ('second', 'day'))
);

create table raw.article_authors (
    capture_id bigint not null,
    seq integer not null,
    name varchar not null,
    slug varchar
);

create table raw.article_sections (
    capture_id bigint not null,
    seq integer not null,
    name varchar not null,
    slug varchar not null
);

create table raw.article_tags (
    capture_id bigint not null,
    seq integer not null,
    name varchar not null,
    slug varchar not null
);

create table raw.paragraphs (
    capture_id bigint not null,
    seq integer not null,
    kind varchar not null,
    text varchar not null,
    text_with_dateline varchar,
    speaker varchar,
    check (kind in ('paragraph', 'heading', 'question', 'answer', 'quote', 'list'))
);

create table raw.images (
    capture_id bigint not null,
    seq integer not null,
    url varchar,
    caption varchar,
    credit varchar,
    media_id bigint,
    is_featured boolean not null
);

create table raw.links (
    capture_id bigint not null,
    seq integer not null,
    url varchar not null,
    text varchar not null,
    is_internal boolean not null
);

create table raw.provenance (
    capture_id bigint not null,
    seq integer not null,
    field varchar not null,
    source varchar not null
);

create table raw.conflicts (
    capture_id bigint not null,
    seq integer not null,
    field varchar not null,
    chosen varchar not null,
    chosen_from varchar not null,
    other varchar not null,
    other_from varchar not null
);

create table raw.rejections (
    capture_id bigint not null,
    url varchar not null,
    reason varchar not null,
    detail varchar not null,
    parser_version varchar not null
);

create table raw.changed_articles (
    article_id bigint not null
);

create table raw.built_models (
    name varchar not null,
    sha256 varchar not null
);

comment on table raw.runs is 'One row per run of a flow or command that writes.';
comment on column raw.runs.run_id is 'Identifier of the run; names its WARC files as well.';
comment on column raw.runs.flow is 'Flow or command that ran.';
comment on column raw.runs.source is 'Source of pages: live, warc, sample, ...';
comment on column raw.runs.status is 'running, succeeded, failed, cancelled, or crashed (found dead by a later run).';
comment on column raw.runs.parameters is 'What was asked for, as JSON.';
comment on column raw.runs.pid is 'Process that ran it.';
comment on column raw.runs.started_at is 'When it started.';
comment on column raw.runs.finished_at is 'When it ended; for a crashed run, when it was found dead.';
comment on column raw.runs.counts is 'What it did, by name: pages discovered, captured, parsed, ...';
comment on column raw.runs.error is 'Why it did not succeed, in one line.';

comment on table raw.candidates is 'One row per URL and route of discovery: what that route says about the page.';
comment on column raw.candidates.url is 'Canonical URL of the page.';
comment on column raw.candidates.discovered_via is 'Route that named it: rest, sitemap, listing, feed, ...';
comment on column raw.candidates.listed_on is 'URL of the listing, sitemap, feed or API page that named it.';
comment on column raw.candidates.title is 'Title as the route gives it.';
comment on column raw.candidates.author is 'Author as the route gives it.';
comment on column raw.candidates.section is 'Section as the route gives it.';
comment on column raw.candidates.published_on is 'Day of publication as the route gives it, in the site''s own time.';
comment on column raw.candidates.published_at is 'Instant of publication as the route gives it.';
comment on column raw.candidates.modified_at is 'Instant of the last change as the route gives it.';
comment on column raw.candidates.post_id is 'WordPress post id as the route gives it.';
comment on column raw.candidates.source is 'Source whose run named it last: live, warc, sample, ...';
comment on column raw.candidates.run_id is 'Run that named it last.';
comment on column raw.candidates.seen_at is 'When it was named last.';

comment on table raw.expectations is 'One row per independent count of what there should be, as last stated.';
comment on column raw.expectations.denominator is 'What is counted: rest_total, sitemap_urls, listing_pages, ...';
comment on column raw.expectations.scope is 'Part of the archive the count is of: a month, a section, the whole.';
comment on column raw.expectations.expected_count is 'The count stated.';
comment on column raw.expectations.stated_by is 'URL or header that stated it.';
comment on column raw.expectations.run_id is 'Run that read it.';
comment on column raw.expectations.seen_at is 'When it was read.';

comment on table raw.frontier is 'One row per canonical URL: what is known of the page and what is to be done about it.';
comment on column raw.frontier.url is 'Canonical URL; the key.';
comment on column raw.frontier.article_id is '63-bit identifier made from the URL.';
comment on column raw.frontier.kind is 'What the address alone tells: article, attachment, listing, feed, other.';
comment on column raw.frontier.status is 'pending, captured, failed (to be tried again), gone (for good), excluded (by rule).';
comment on column raw.frontier.attempts is 'Attempts that failed since the last success.';
comment on column raw.frontier.next_attempt_at is 'Not to be asked for again before this instant.';
comment on column raw.frontier.failure_class is 'Class of the last failure: transient, permanent, policy, http_503, ...';
comment on column raw.frontier.last_error is 'The last failure in one line.';
comment on column raw.frontier.last_capture_id is 'Latest capture of the page.';
comment on column raw.frontier.last_captured_at is 'When that capture was taken.';
comment on column raw.frontier.etag is 'ETag of the last good capture, for a conditional request.';
comment on column raw.frontier.last_modified is 'Last-Modified of the last good capture, as sent.';
comment on column raw.frontier.known_modified_at is 'Latest time of change any route has named.';
comment on column raw.frontier.first_seen_at is 'When the URL was first named or captured.';
comment on column raw.frontier.first_seen_run is 'Run that first named or captured it.';
comment on column raw.frontier.last_run is 'Run that last changed this row.';
comment on column raw.frontier.source is 'Source of the run that first named or captured it.';

comment on table raw.captures is 'One row per response in the WARC store: where its bytes lie. The key is capture_id.';
comment on column raw.captures.capture_id is '63-bit identifier made from URL, time and digest.';
comment on column raw.captures.url is 'Canonical URL of the page.';
comment on column raw.captures.requested_url is 'URL as asked for.';
comment on column raw.captures.source is 'Source the bytes came from.';
comment on column raw.captures.purpose is 'page, or discovery (listing, sitemap, API, robots.txt).';
comment on column raw.captures.captured_at is 'When the response was received, or the archive took it.';
comment on column raw.captures.status is 'HTTP status.';
comment on column raw.captures.content_type is 'Content-Type as sent; empty when there was none.';
comment on column raw.captures.payload_sha256 is 'SHA-256 of the body, content encoding undone.';
comment on column raw.captures.body_bytes is 'Length of that body.';
comment on column raw.captures.warc_file is 'File in the store.';
comment on column raw.captures.warc_offset is 'Where the record starts in the file, in bytes.';
comment on column raw.captures.warc_length is 'Length of the record, in bytes.';
comment on column raw.captures.is_revisit is 'Whether the record only says "same as before".';
comment on column raw.captures.etag is 'ETag as sent.';
comment on column raw.captures.last_modified is 'Last-Modified as sent.';
comment on column raw.captures.redirects_to is 'Target of a redirect.';
comment on column raw.captures.flags is 'Oddities met while receiving it.';
comment on column raw.captures.run_id is 'Run that stored it.';

comment on table raw.articles is 'One row per capture that is an article, as the parser reads it. The key is capture_id.';
comment on column raw.articles.capture_id is 'Capture the article was read from.';
comment on column raw.articles.article_id is '63-bit identifier made from the canonical URL.';
comment on column raw.articles.url is 'Canonical URL of the page.';
comment on column raw.articles.canonical_url is 'Address the page itself names as canonical.';
comment on column raw.articles.post_id is 'WordPress post id.';
comment on column raw.articles.title is 'Headline without the site''s suffix.';
comment on column raw.articles.published_at is 'Machine-readable instant of publication.';
comment on column raw.articles.published_zone is 'UTC offset of that instant as given.';
comment on column raw.articles.published_on is 'Day of publication in the site''s own time.';
comment on column raw.articles.published_precision is 'How exactly the page gives it: second or day.';
comment on column raw.articles.printed_on is 'Day a reader sees in the byline.';
comment on column raw.articles.modified_at is 'Machine-readable instant of the last change.';
comment on column raw.articles.section_path is 'Section, nested as parent/child.';
comment on column raw.articles.lead is 'Introduction, or the first paragraph where there is none.';
comment on column raw.articles.dateline_text is 'What stands before the first sentence.';
comment on column raw.articles.dateline_places is 'Places named in the dateline, in order.';
comment on column raw.articles.dateline_country is 'Country named in the dateline.';
comment on column raw.articles.dateline_desk is 'Desk named in the dateline: Asharq Al-Awsat, ...';
comment on column raw.articles.dateline_agency is 'News agency named in the dateline.';
comment on column raw.articles.agency_credit is 'News agency the article is credited to.';
comment on column raw.articles.language is 'Language of the text as a two-letter code.';
comment on column raw.articles.body is 'All paragraphs without the dateline, joined by blank lines.';
comment on column raw.articles.body_sha256 is 'SHA-256 of the body.';
comment on column raw.articles.layout is 'Page layout the parser recognised, or its fallback.';
comment on column raw.articles.parser_version is 'Version of the parser.';
comment on column raw.articles.cleaning_rules is 'Cleaning rules that changed something.';

comment on table raw.article_authors is 'One row per capture and author in byline order.';
comment on column raw.article_authors.capture_id is 'Capture the article was read from.';
comment on column raw.article_authors.seq is 'Position, from 0.';
comment on column raw.article_authors.name is 'Name as shown.';
comment on column raw.article_authors.slug is 'Address part of the author page.';

comment on table raw.article_sections is 'One row per capture and section it stands in.';
comment on column raw.article_sections.capture_id is 'Capture the article was read from.';
comment on column raw.article_sections.seq is 'Position, from 0.';
comment on column raw.article_sections.name is 'Name as shown.';
comment on column raw.article_sections.slug is 'Address part; nested as parent/child.';

comment on table raw.article_tags is 'One row per capture and tag.';
comment on column raw.article_tags.capture_id is 'Capture the article was read from.';
comment on column raw.article_tags.seq is 'Position, from 0.';
comment on column raw.article_tags.name is 'Name as shown.';
comment on column raw.article_tags.slug is 'Address part.';

comment on table raw.paragraphs is 'One row per capture and block of body text.';
comment on column raw.paragraphs.capture_id is 'Capture the article was read from.';
comment on column raw.paragraphs.seq is 'Position in the text, as the parser numbers it.';
comment on column raw.paragraphs.kind is 'paragraph, heading, question, answer, quote or list.';
comment on column raw.paragraphs.text is 'Text without the dateline.';
comment on column raw.paragraphs.text_with_dateline is 'Text with the dateline; null where it is the same as text.';
comment on column raw.paragraphs.speaker is 'Who speaks, in an interview.';

comment on table raw.images is 'One row per capture and picture.';
comment on column raw.images.capture_id is 'Capture the article was read from.';
comment on column raw.images.seq is 'Position, as the parser numbers it.';
comment on column raw.images.url is 'Address of the picture.';
comment on column raw.images.caption is 'Caption without the credit.';
comment on column raw.images.credit is 'Photographer or agency.';
comment on column raw.images.media_id is 'WordPress media id.';
comment on column raw.images.is_featured is 'Whether it is the picture of the whole article.';

comment on table raw.links is 'One row per capture and outgoing link of the body text.';
comment on column raw.links.capture_id is 'Capture the article was read from.';
comment on column raw.links.seq is 'Position, as the parser numbers it.';
comment on column raw.links.url is 'Target of the link.';
comment on column raw.links.text is 'Text of the link.';
comment on column raw.links.is_internal is 'Whether it stays on the site.';

comment on table raw.provenance is 'One row per capture and field: which selector or tag gave the value.';
comment on column raw.provenance.capture_id is 'Capture the article was read from.';
comment on column raw.provenance.seq is 'Position, from 0.';
comment on column raw.provenance.field is 'Field of the article.';
comment on column raw.provenance.source is 'Selector or tag that won.';

comment on table raw.conflicts is 'One row per capture and disagreement between two places of the page.';
comment on column raw.conflicts.capture_id is 'Capture the article was read from.';
comment on column raw.conflicts.seq is 'Position, from 0.';
comment on column raw.conflicts.field is 'Field they disagree about.';
comment on column raw.conflicts.chosen is 'Value taken.';
comment on column raw.conflicts.chosen_from is 'Where it came from.';
comment on column raw.conflicts.other is 'Value not taken.';
comment on column raw.conflicts.other_from is 'Where that came from.';

comment on table raw.rejections is 'One row per capture that is no article. The key is capture_id.';
comment on column raw.rejections.capture_id is 'Capture that was read.';
comment on column raw.rejections.url is 'Canonical URL of the page.';
comment on column raw.rejections.reason is 'Why it is no article, as one of a fixed set of words.';
comment on column raw.rejections.detail is 'The same as a sentence.';
comment on column raw.rejections.parser_version is 'Version of the parser.';

comment on table raw.changed_articles is 'One row per article whose mart rows may be out of date; emptied by each build.';
comment on column raw.changed_articles.article_id is 'Article to be built again.';

comment on table raw.built_models is 'One row per view or mart in place: the SQL it was made from.';
comment on column raw.built_models.name is 'Schema and name of the model.';
comment on column raw.built_models.sha256 is 'Digest of the SQL file and its comments.';
