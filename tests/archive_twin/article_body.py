"""Print the body of an article in Divi's markup: text, figures, Media ID block, sharing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from tests.archive_twin.blocks import Block
from tests.archive_twin.frame import ORIGIN
from tests.archive_twin.pictures import Picture
from tests.archive_twin.printing import Printer, with_stray_blanks
from tests.archive_twin.story import Story

_WRAPPED = {"h3": "<h3>{}</h3>", "bold": "<p><strong>{}</strong></p>"}
# Elements after the text that are not part of it.
_TAILS = {
    "blanks": ("<p>&nbsp;</p>",),
    "embeds": (
        '<p><iframe src="https://www.example.org/embed/7" width="560" height="315"></iframe></p>',
        '<script async src="https://www.example.org/widgets.js" charset="utf-8"></script>',
    ),
    "page_links": ('<div class="page-links">Pages: <span>1</span> <a href="2/">2</a></div>',),
}


def article_body(story: Story, printer: Printer) -> str:
    """Return the content of div.entry-content."""
    parts = [*_media_blocks(story, printer), *_body_parts(story, printer)]
    if story.agency_tail:
        parts.append(f"<p>{story.agency_tail}</p>")
    parts += _TAILS.get(story.forms["body"], ())
    layout = _LAYOUTS[story.forms["layout"]]
    return f"{layout(parts)}\n{_sharing(story)}"


def cut_body(story: Story, printer: Printer) -> str:
    """Return the same content truncated in its last block, with open tags."""
    whole = article_body(replace(story, agency_tail=None), printer)
    last = printer.html(story.blocks[-1].text)
    return whole[: whole.index(last) + len(last)]


def media_block(picture: Picture, printer: Printer, form: str) -> str:
    """Return the `Media ID: … Caption: …` block of a picture."""
    caption = printer.html(picture.printed_caption)
    opening = f"Media ID: {picture.media_id}"
    if form == "block_no_image":
        return f"<p>{opening}</p>\n<p>Caption: {caption}</p>"
    if form == "block_without_caption_word":
        return f"<p>{opening}<br />\n{caption}</p>"
    return f"<p>{opening}<br />\nCaption:<br />\n{caption}</p>"


def _media_blocks(story: Story, printer: Printer) -> list[str]:
    form = story.forms["media"]
    if form == "block_above_title":
        return []
    return [media_block(picture, printer, form) for picture in story.pictures if picture.has_block]


def _body_parts(story: Story, printer: Printer) -> list[str]:
    texts = [_block_html(block, story, printer) for block in story.blocks]
    texts[0] = _with_dateline(texts[0], story, printer)
    parts = list(_grouped(texts, [block.markup for block in story.blocks]))
    figures = [_figure(picture, printer) for picture in story.pictures if picture.is_figure]
    return [parts[0], *figures, *parts[1:]]


def _block_html(block: Block, story: Story, printer: Printer) -> str:
    html = printer.html(block.marker + block.text)
    for link in block.links:
        words = printer.html(link.words)
        html = html.replace(words, f'<a href="{link.url}">{words}</a>', 1)
    return with_stray_blanks(html) if story.forms["body"] == "blanks" else html


def _with_dateline(html: str, story: Story, printer: Printer) -> str:
    if story.dateline is None:
        return html
    return f"{printer.html(story.dateline.text)}{story.dateline_gap}{html}"


def _grouped(texts: list[str], markups: list[str]) -> Iterator[str]:
    """Yield one HTML element for each run of blocks in the same element."""
    pairs = _with_joined(list(zip(texts, markups, strict=True)))
    for markup, run in groupby(pairs, key=lambda pair: pair[1]):
        yield from _element(markup, [text for text, _ in run])


def _with_joined(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join each `joined` text to the one before it by one <br>."""
    joined: list[tuple[str, str]] = []
    for text, markup in pairs:
        if markup == "joined":
            before, _ = joined.pop()
            joined.append((f"{before}<br />\n{text}", "p"))
        else:
            joined.append((text, markup))
    return joined


def _element(markup: str, texts: list[str]) -> Iterator[str]:
    if markup in ("ul", "ol"):
        yield f"<{markup}>\n" + "\n".join(f"<li>{text}</li>" for text in texts) + f"\n</{markup}>"
    elif markup == "quote":
        yield "<blockquote>" + "\n".join(f"<p>{text}</p>" for text in texts) + "</blockquote>"
    elif markup == "broken":
        yield "<p>" + "<br />\n<br />\n".join(texts) + "</p>"
    else:
        yield from (_WRAPPED.get(markup, "<p>{}</p>").format(text) for text in texts)


def _figure(picture: Picture, printer: Printer) -> str:
    alt = printer.attribute(picture.printed_caption).replace("’", "&#039;")
    caption = printer.html(picture.printed_caption)
    number = picture.media_id
    return (
        f'<div id="attachment_{number}" style="width: 630px" class="wp-caption aligncenter">'
        f'<a href="{picture.url}"><img class="size-large wp-image-{number}" src="{picture.url}" '
        f'alt=" {alt}" width="620" height="413" /></a>'
        f'<p class="wp-caption-text">{caption}</p></div>'
    )


def _classic(parts: list[str]) -> str:
    return "\n".join(parts)


def _module(parts: list[str], number: int, inner: str) -> str:
    opening, closing = ('<div class="et_pb_text_inner">', "</div>") if inner else ("", "")
    text = "\n".join(parts)
    return (
        f'<div class="et_pb_section et_pb_section_{number} et_section_regular">\n'
        f'<div class=" et_pb_row et_pb_row_{number}">\n'
        f'<div class="et_pb_column et_pb_column_4_4 et_pb_column_{number}">\n'
        f'<div class="et_pb_text et_pb_module et_pb_bg_layout_light et_pb_text_align_left '
        f'et_pb_text_{number}">\n{opening}\n{text}\n{closing}\n</div> <!-- .et_pb_text -->\n'
        "</div> <!-- .et_pb_column -->\n</div> <!-- .et_pb_row -->\n</div> <!-- .et_pb_section -->"
    )


def _columns(parts: list[str]) -> str:
    middle = len(parts) // 2
    return f"{_module(parts[:middle], 0, 'inner')}\n{_module(parts[middle:], 1, 'inner')}"


_LAYOUTS = {
    "classic": _classic,
    "builder_inner": lambda parts: _module(parts, 0, "inner"),
    "builder_text": lambda parts: _module(parts, 0, ""),
    "builder_untitled": lambda parts: _module(parts, 0, "inner"),
    "builder_columns": _columns,
}


def _sharing(story: Story) -> str:
    form = story.forms["sharing"]
    if form == "none":
        return ""
    url = f"{ORIGIN}{story.path}"
    items = "".join(
        f'<li class="share-{key}"><a rel="nofollow" data-shared="sharing-{key}-{story.post_id}" '
        f'class="share-{key} sd-button share-icon" href="{url}?share={key}" target="_blank" '
        f'title="Click to share on {label}"><span>{label}</span></a></li>'
        for key, label in _NETWORKS
    )
    related = _RELATED if form == "jetpack_related" else ""
    return (
        '<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block '
        'sd-social sd-social-icon-text sd-sharing"><h3 class="sd-title">Share this:</h3>'
        '<div class="sd-content">'
        f'<ul>{items}<li class="share-end"></li></ul></div></div></div>{related}'
    )


_NETWORKS = (
    ("facebook", "Facebook"),
    ("twitter", "Twitter"),
    ("telegram", "Telegram"),
    ("jetpack-whatsapp", "WhatsApp"),
)
_RELATED = (
    "\n<div id='jp-relatedposts' class='jp-relatedposts' >\n\t"
    '<h3 class="jp-relatedposts-headline"><em>Related</em></h3>\n</div>'
)
