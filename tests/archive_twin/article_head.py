"""Print the head of an article page in four generations: no Yoast, Yoast 5, Yoast 11, graph only."""

from datetime import datetime, timedelta, timezone
from html import escape
from urllib.parse import quote

import orjson

from tests.archive_twin.frame import ORIGIN, SITE_NAME
from tests.archive_twin.printing import Printer
from tests.archive_twin.story import Story

TITLE_SUFFIXES = (
    f" | {SITE_NAME} 2005 -2017",
    f" | {SITE_NAME} 2005 -2017",
    f" | {SITE_NAME} 2005 -2017",
    f" | {SITE_NAME} 2005 -2017",
    f" - {SITE_NAME} 2005 -2017",
    f" - {SITE_NAME}",
)


def article_head(story: Story, printer: Printer) -> str:
    """Return the tags of the head that belong to the article."""
    suffix = TITLE_SUFFIXES[story.post_id % len(TITLE_SUFFIXES)]
    title = f"<title>{printer.html(story.title)}{suffix}</title>"
    return "\n".join([title, *_GENERATIONS[story.forms["head"]](story, printer), ""])


def zoned(moment: datetime, hours: int) -> str:
    """Format an instant like WordPress at an offset: `2013-10-22T22:30:00+00:00`."""
    return moment.astimezone(timezone(timedelta(hours=hours))).isoformat(timespec="seconds")


def _plain(story: Story, printer: Printer) -> list[str]:
    url = f"{ORIGIN}{story.path}"
    embed = f"{ORIGIN}/wp-json/oembed/1.0/embed?url={quote(url, safe='')}"
    return [
        f'<link rel="canonical" href="{url}" />',
        f"<link rel='shortlink' href='{ORIGIN}/?p={story.post_id}' />",
        f'<link rel="alternate" type="application/json+oembed" href="{embed}" />',
        f'<link rel="alternate" type="text/xml+oembed" href="{embed}&#038;format=xml" />',
    ]


def _yoast5(story: Story, printer: Printer) -> list[str]:
    return [
        "<!-- This site is optimized with the Yoast SEO plugin v5.9.1 - "
        "https://yoast.com/wordpress/plugins/seo/ -->",
        *_open_graph(story, printer),
        *_article_metas(story, printer),
        *_twitter(story, printer),
        _json_script(
            "", {"@context": "http://schema.org", "@type": "WebSite", "url": f"{ORIGIN}/"}
        ),
        "<!-- / Yoast SEO plugin. -->",
        f"<link rel='shortlink' href='{ORIGIN}/?p={story.post_id}' />",
    ]


def _yoast11(story: Story, printer: Printer) -> list[str]:
    return [
        "<!-- This site is optimized with the Yoast SEO plugin v11.9 - "
        "https://yoast.com/wordpress/plugins/seo/ -->",
        *_open_graph(story, printer),
        *_article_metas(story, printer),
        *_twitter(story, printer),
        _graph(story, printer),
        "<!-- / Yoast SEO plugin. -->",
    ]


def _graph_only(story: Story, printer: Printer) -> list[str]:
    return [
        "<!-- This site is optimized with the Yoast SEO plugin v14.2 - "
        "https://yoast.com/wordpress/plugins/seo/ -->",
        *_open_graph(story, printer),
        _graph(story, printer),
        "<!-- / Yoast SEO plugin. -->",
    ]


def _open_graph(story: Story, printer: Printer) -> list[str]:
    url = f"{ORIGIN}{story.path}"
    described = printer.attribute(story.blocks[0].text[:150].rsplit(" ", 1)[0])
    return [
        f'<link rel="canonical" href="{url}" />',
        '<meta property="og:locale" content="en_US" />',
        '<meta property="og:type" content="article" />',
        f'<meta property="og:title" content="{printer.attribute(story.title)}" />',
        f'<meta property="og:description" content="{described}..." />',
        f'<meta property="og:url" content="{url}" />',
        f'<meta property="og:site_name" content="{SITE_NAME}" />',
    ]


def _article_metas(story: Story, printer: Printer) -> list[str]:
    published = zoned(story.published_at, story.zone_hours)
    modified = zoned(story.modified_at, story.zone_hours)
    return [
        *(f'<meta property="article:tag" content="{escape(tag.name)}" />' for tag in story.tags),
        f'<meta property="article:section" content="{story.sections[0].name}" />',
        f'<meta property="article:published_time" content="{published}" />',
        f'<meta property="article:modified_time" content="{modified}" />',
        f'<meta property="og:updated_time" content="{modified}" />',
    ]


def _twitter(story: Story, printer: Printer) -> list[str]:
    return [
        '<meta name="twitter:card" content="summary_large_image" />',
        f'<meta name="twitter:title" content="{printer.attribute(story.title)}" />',
        '<meta name="twitter:site" content="@example" />',
    ]


def _graph(story: Story, printer: Printer) -> str:
    url = f"{ORIGIN}{story.path}"
    person = f"{ORIGIN}/#/schema/person/{story.byline.slug}"
    nodes = [
        {"@type": "WebSite", "@id": f"{ORIGIN}/#website", "url": f"{ORIGIN}/", "name": SITE_NAME},
        {"@type": "WebPage", "@id": f"{url}#webpage", "url": url, "inLanguage": "en-US"}
        | _graph_dates(story),
        {
            "@type": "Article",
            "@id": f"{url}#article",
            "isPartOf": {"@id": f"{url}#webpage"},
            "author": {"@id": person},
            "headline": printer.plain(story.title),
            "keywords": [tag.name for tag in story.tags],
            "articleSection": [section.name for section in story.sections],
        }
        | _graph_dates(story),
        {"@type": ["Person"], "@id": person, "name": story.byline.label},
    ]
    marks = " class='yoast-schema-graph yoast-schema-graph--main'"
    return _json_script(marks, {"@context": "https://schema.org", "@graph": nodes})


def _graph_dates(story: Story) -> dict[str, str]:
    return {
        "datePublished": zoned(story.published_at, story.zone_hours),
        "dateModified": zoned(story.modified_at, story.zone_hours),
    }


def _json_script(marks: str, content: object) -> str:
    text = orjson.dumps(content).decode().replace("/", "\\/")
    return f"<script type='application/ld+json'{marks}>{text}</script>"


_GENERATIONS = {
    "plain": _plain,
    "yoast5": _yoast5,
    "yoast11": _yoast11,
    "graph_only": _graph_only,
}
