"""Pages that are not articles: attachments, error pages, empty and broken pages, feed, front page."""

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from tests.archive_twin.article_page import article_page
from tests.archive_twin.frame import (
    ORIGIN,
    SITE_NAME,
    body_closing,
    body_opening,
    head_closing,
    head_opening,
)
from tests.archive_twin.story import Story

NESTED_ELEMENTS = 4000
NOT_FOUND_TEXT = (
    '<article id="post-0" class="et_pb_post not_found">\n<div class="entry">\n'
    "<!--If no results are found-->\n\t<h1>No Results Found</h1>\n"
    "\t<p>The page you requested could not be found. Try refining your search, or use the "
    "navigation above to locate the post.</p>\n</div>\n<!--End if no results are found-->\n"
    "</article> <!-- .et_pb_post -->\n"
)


def not_found_page() -> bytes:
    """Return Divi's page for a missing URL; also served with status 200."""
    return _framed("Page not found", "error404", NOT_FOUND_TEXT)


def attachment_page(name: str, number: int, caption: str) -> bytes:
    """Return the thin page of a picture."""
    body_class = (
        "attachment attachment-template-default single single-attachment "
        f"postid-{number} attachmentid-{number} attachment-jpeg"
    )
    image = f"{ORIGIN}/wp-content/uploads/2014/10/{name}"
    return _framed(
        escape(name.replace("-", " ").title()),
        body_class,
        f'<article id="post-{number}" class="et_pb_post post-{number} attachment type-attachment '
        'status-inherit hentry">\n<div class="et_post_meta_wrapper">\n'
        f'<h1 class="entry-title">{escape(name.replace("-", " ").title())}</h1>\n</div>\n'
        f'<div class="entry-content">\n<p class="attachment"><a href="{image}.jpg">'
        f'<img width="300" height="200" src="{image}-300x200.jpg" class="attachment-medium" '
        'alt="" />'
        f"</a></p>\n<p>{caption}</p>\n</div>\n</article>\n",
    )


def front_page(stories: Sequence[Story]) -> bytes:
    """Return the front page: the newest articles in Divi's blog module."""
    cards = "\n".join(
        f'<article id="post-{story.post_id}" class="et_pb_post clearfix et_pb_no_thumb">'
        f'<h2 class="entry-title"><a href="{ORIGIN}{story.path}">{escape(story.title)}</a></h2>'
        f'<div class="post-content"><a href="{ORIGIN}{story.path}" class="more-link">'
        "read more</a></div>"
        "</article>"
        for story in stories
    )
    return _framed(
        SITE_NAME,
        "home page page-id-2 et_pb_pagebuilder_layout",
        f'<div class="et_pb_posts">{cards}</div>',
    )


def feed(stories: Sequence[Story]) -> bytes:
    """Return the RSS feed of the newest articles."""
    items = "\n".join(
        f"<item><title>{escape(story.title)}</title><link>{ORIGIN}{story.path}</link>"
        f"<pubDate>{format_datetime(story.published_at)}</pubDate>"
        f'<guid isPermaLink="false">{ORIGIN}/?p={story.post_id}</guid></item>'
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{SITE_NAME}</title><link>{ORIGIN}</link>{items}</channel></rss>\n"
    ).encode()


def bodyless_page(story: Story) -> bytes:
    """Return a page with title and frame whose entry-content is empty."""
    html = article_page(story)
    opening, _, rest = html.partition(b'<div class="entry-content">')
    _, closing, after = rest.partition(b"\t\t\t\t\t</div> <!-- .entry-content -->")
    return opening + b'<div class="entry-content">\n' + closing + after


def page_cut_in_head(story: Story) -> bytes:
    """Return a page truncated after its title, inside the head."""
    html = article_page(story)
    return html[: html.index(b"window._wpemojiSettings")]


def untitled_page(texts: Sequence[str]) -> bytes:
    """Return a page with body text, but no title except the site's line on every page."""
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in texts)
    article = (
        '<article id="post-77" class="et_pb_post post-77 post type-post status-publish hentry">\n'
        f'<div class="entry-content">\n{paragraphs}\n</div>\n</article>\n'
    )
    opening = body_opening("single single-post postid-77 et_divi_theme unknown")
    head = f"{head_opening()}{head_closing('3.0.34', '4.9.5')}"
    return f"{head}{opening}{article}{body_closing()}".encode()


def deep_page() -> bytes:
    """Return a page of thousands of nested elements."""
    return _framed("Nested", "single single-post", "<div>" * NESTED_ELEMENTS + "<p>deep</p>")


def empty_shell() -> bytes:
    """Return a page with nothing in it."""
    return b'<!DOCTYPE html>\n<html lang="en-US">\n<head></head>\n<body>\n\n</body>\n</html>\n'


def error_page(words: str) -> bytes:
    """Return the short error page of a web server."""
    body = f"<body><center><h1>{words}</h1></center></body>"
    return f"<html>\n<head><title>{words}</title></head>\n{body}\n</html>\n".encode()


def _framed(title: str, body_class: str, content: str) -> bytes:
    shown = f"<title>{title} | {SITE_NAME} 2005 -2017</title>\n"
    head = f"{head_opening()}{shown}{head_closing('3.0.34', '4.9.5')}"
    opening = body_opening(f"{body_class} et_right_sidebar et_divi_theme unknown")
    return f"{head}{opening}{content}{body_closing()}".encode()
