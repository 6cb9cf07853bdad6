"""The made-up article the fault server sends whole, cut, packed and spoilt."""

TITLE = "The Ferry That Never Came Back"
PARAGRAPHS = tuple(
    f"On day {number} of the crossing the harbour master’s clerk counted {number * 7} passengers, "
    "wrote the figure into a green book and said that nobody had asked him for it."
    for number in range(1, 61)
)


def article_page() -> bytes:
    """Return the page's bytes, some 12 KB, every paragraph another."""
    body = "\n".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8" /><title>{TITLE}</title>
<meta property="og:title" content="{TITLE}" />
<meta property="article:published_time" content="2014-03-01T10:00:00+00:00" /></head>
<body class="post-template-default single single-post postid-7 et_divi_theme">
<article id="post-7" class="et_pb_post post-7 post type-post status-publish category-features">
<div class="et_post_title_wrapper"><h1 class="entry-title">{TITLE}</h1>
<p class="post-meta"> by <span class="author vcard"><a href="/author/a-example/" rel="author">A.
Example</a></span> | <span class="published">Mar 1, 2014</span></p></div>
<div class="entry-content">
{body}
</div></article></body></html>
""".encode()
