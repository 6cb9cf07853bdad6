"""Print a whole article page in the site's markup, or in that of an unknown theme."""

from tests.archive_twin.article_body import article_body, cut_body, media_block
from tests.archive_twin.article_head import article_head
from tests.archive_twin.frame import ORIGIN, body_closing, body_opening, head_closing, head_opening
from tests.archive_twin.pictures import Picture
from tests.archive_twin.printing import Printer
from tests.archive_twin.story import Story

# The body class contains the name of the visitor's browser, so bytes differ between visits.
_BROWSERS = (("linux", "chrome"), ("windows", "unknown"), ("osx", "safari"))
_BUILDS = (("3.0.34", "4.9.5"), ("3.0.51", "4.8.1"), ("3.0.106", "4.9.5"))


def article_page(story: Story) -> bytes:
    """Return the page's bytes, in the encoding of its form."""
    printer = printer_of(story)
    page = story.forms["page"]
    if page == "unknown_theme":
        return _unknown_theme(story, printer).encode()
    if page == "unknown_table":
        return _unknown_table(story, printer).encode()
    html = _divi_page(story, printer)
    if page in ("cp1252_as_utf8", "latin1_declared"):
        return html.encode("cp1252", "xmlcharrefreplace")
    return html.encode()


def printer_of(story: Story) -> Printer:
    """Return the printer for the story's damage; pages in cp1252 need raw curly quotes."""
    raw = story.forms["page"] in ("cp1252_as_utf8", "latin1_declared")
    return Printer(story.forms["text"], uses_entities=not raw and story.post_id % 3 > 0)


def post_meta(story: Story) -> str:
    """Return the line ` by A | Jun 27, 2014 | Section, Section`."""
    author = (
        f'by <span class="author vcard"><a href="{ORIGIN}/author/{story.byline.slug}/" '
        f'title="Posts by {story.byline.label}" rel="author">{story.byline.label}</a></span>'
    )
    sections = ", ".join(
        f'<a href="{ORIGIN}/category/{section.slug}/" rel="category tag">{section.name}</a>'
        for section in story.sections
    )
    printed = f'<span class="published">{printed_day(story)}</span>'
    parts = [author, printed, sections] if story.has_printed_date else [author, sections]
    return f'<p class="post-meta"> {" | ".join(parts)}</p>'


def printed_day(story: Story) -> str:
    """Format a day like Divi: `Jun 7, 2014`."""
    return f"{story.printed_on:%b} {story.printed_on.day}, {story.printed_on.year}"


def article_class(story: Story) -> str:
    """Return the classes of the article element, including sections and tags."""
    thumbnail = " has-post-thumbnail" if _featured_image(story) else ""
    sections = " ".join(f"category-{term.slug.rpartition('/')[2]}" for term in story.sections)
    tags = "".join(f" tag-{tag.slug}" for tag in story.tags)
    return (
        f"et_pb_post post-{story.post_id} post type-post status-publish format-standard{thumbnail} "
        f"hentry {sections}{tags}"
    )


def title_html(story: Story, printer: Printer) -> str:
    """Return the title as HTML, including stray spaces."""
    html = printer.html(story.title)
    return html.replace(" ", "  ", 1) if story.forms["title"] == "doubled_blank" else html


def _divi_page(story: Story, printer: Printer) -> str:
    divi, wordpress = _BUILDS[story.post_id % len(_BUILDS)]
    opening = head_opening()
    if story.forms["page"] == "latin1_declared":
        opening = opening.replace('charset="UTF-8"', 'charset="ISO-8859-1"')
    head = f"{opening}{article_head(story, printer)}{head_closing(divi, wordpress)}"
    body = f"{body_opening(_body_class(story))}{_article_opening(story, printer)}"
    if story.forms["page"] == "cut_in_body":
        return f"{head}{body}{cut_body(story, printer)}"
    return f"{head}{body}{article_body(story, printer)}{_article_closing(story)}{body_closing()}"


def _body_class(story: Story) -> str:
    system, browser = _BROWSERS[story.post_id % len(_BROWSERS)]
    builder = " et_pb_pagebuilder_layout" if story.forms["layout"].startswith("builder") else ""
    return (
        f"post-template-default single single-post postid-{story.post_id} single-format-standard "
        f"et_pb_button_helper_class et_fixed_nav et_show_nav et_cover_background et_pb_gutter "
        f"{system} et_pb_gutters3 et_primary_nav_dropdown_animation_fade "
        "et_secondary_nav_dropdown_animation_fade et_pb_footer_columns4 et_header_style_left"
        f"{builder} et_right_sidebar et_divi_theme {browser}"
    )


def _article_opening(story: Story, printer: Printer) -> str:
    return (
        f'\t\t\t\t\t<article id="post-{story.post_id}" class="{article_class(story)}">\n'
        f'{_meta_wrapper(story, printer)}\t\t\t\t\t<div class="entry-content">\n'
    )


def _meta_wrapper(story: Story, printer: Printer) -> str:
    if story.forms["layout"] == "builder_untitled":
        return ""
    above = ""
    if story.forms["media"] == "block_above_title":
        above = media_block(story.pictures[0], printer, "block_caption")
    meta = post_meta(story) if story.has_post_meta else ""
    return (
        f'\t\t\t\t\t<div class="et_post_meta_wrapper">\n{above}\t\t\t\t\t\t\t'
        f'<h1 class="entry-title">{title_html(story, printer)}</h1>\n\n\t\t\t\t\t\t{meta}'
        f"{_featured_html(story, printer)}\n\t\t\t\t\t</div> <!-- .et_post_meta_wrapper -->\n"
    )


def _featured_image(story: Story) -> Picture | None:
    return next(
        (picture for picture in story.pictures if picture.place == "featured" and picture.url), None
    )


def _featured_html(story: Story, printer: Printer) -> str:
    picture = _featured_image(story)
    if picture is None:
        return ""
    alt = printer.attribute(story.title)
    return f"<img src=\"{picture.url}\" alt='{alt}' width='1080' height='675' />"


def _article_closing(story: Story) -> str:
    return (
        "\t\t\t\t\t</div> <!-- .entry-content -->\n"
        '\t\t\t\t\t<div class="et_post_meta_wrapper">\n'
        f"{_COMMENTS[story.forms['comments']]}"
        "\t\t\t\t\t</div> <!-- .et_post_meta_wrapper -->\n"
        "\t\t\t\t</article> <!-- .et_pb_post -->\n"
    )


# A commented page has a second h1, and dates that are not the article's.
_COMMENT = """<li class="comment" id="li-comment-{0}">
<article id="comment-{0}" class="comment-body clearfix">
<div class="comment_postinfo"><span class="fn">Reader {0}</span>
<span class="comment_date">on Nov {0}, 2016 at 9:14 am</span></div>
<div class="comment_area"><div class="comment-content clearfix">
<p>A reader says here what a reader says.</p></div></div></article></li>"""
_COMMENTS = {
    "none": "",
    "closed": '<div id="comment-section" class="nocomments"></div>\n',
    "two": (
        '<section id="comment-wrap"><h1 id="comments" class="page_title">2 Comments</h1>\n'
        f'<ol class="commentlist clearfix">{_COMMENT.format(2)}{_COMMENT.format(7)}'
        "</ol></section>\n"
    ),
}


def _unknown_theme(story: Story, printer: Printer) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'{article_head(story, printer)}</head>\n<body class="page">\n'
        '<div class="masthead"><a href="/">Archive</a> '
        '<a href="/category/opinion/">Opinion</a></div>\n'
        f'<main class="story">\n<h1>{title_html(story, printer)}</h1>\n'
        f'<div class="story-text">\n{article_body(story, printer)}\n</div>\n</main>\n'
        '<div class="foot"><p>All pages are kept as they were.</p></div>\n</body>\n</html>\n'
    )


def _unknown_table(story: Story, printer: Printer) -> str:
    return (
        f"<html>\n<head>\n{article_head(story, printer)}</head>\n<body bgcolor=white>\n"
        '<table width="100%"><tr><td width="150"><a href="/">Home</a><br>'
        '<a href="/category/features/">'
        f'Features</a></td>\n<td valign="top"><h1>{title_html(story, printer)}</h1>\n'
        f"{article_body(story, printer)}\n</td></tr></table>\n</body>\n</html>\n"
    )
