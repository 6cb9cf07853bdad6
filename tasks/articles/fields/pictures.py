"""Images of an article: the featured one, then the figures of its body."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.articles.body.blocks import Figure
from tasks.articles.body.images import read_picture
from tasks.articles.document import PageParts
from tasks.articles.text.captions import read_caption, read_media_block
from tasks.articles.text.clean import TextCleaner
from tasks.models import Image

# WordPress adds the size to the file name: `photo-1080x675.jpg`.
_SIZE_SUFFIX = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{2,5}$)")


def read_images(
    parts: PageParts,
    figures: Sequence[Figure],
    media_blocks: Sequence[tuple[int, str]],
    cleaner: TextCleaner,
) -> tuple[Image, ...]:
    """Return the images in page order; a figure with the featured file is merged into that one.

    `media_blocks` are those of the text. The first of the page belongs to the featured image.
    """
    media_blocks = [*_loose_media_blocks(parts, cleaner), *media_blocks]
    featured = _read_featured(parts, media_blocks, cleaner)
    others: list[Image] = []
    for figure in figures:
        image = _read_figure(figure, cleaner)
        if featured and featured.url and file_of(image.url) == file_of(featured.url):
            featured = _complete(featured, image)
        elif image.url or image.caption:
            others.append(image)
    images = [featured, *others] if featured else others
    return tuple(replace(image, seq=seq) for seq, image in enumerate(images, 1))


def _loose_media_blocks(parts: PageParts, cleaner: TextCleaner) -> list[tuple[int, str]]:
    blocks = [block for text in parts.loose_texts if (block := read_media_block(text))]
    if blocks:
        cleaner.fired.add("media_block")
    return blocks


def file_of(url: str | None) -> str | None:
    """Return an image's URL without query and size suffix, the same for all its sizes."""
    return _SIZE_SUFFIX.sub("", url.partition("?")[0]) if url else None


def _read_featured(
    parts: PageParts, media_blocks: Sequence[tuple[int, str]], cleaner: TextCleaner
) -> Image | None:
    pictures = [figure for node in parts.featured if (figure := read_picture(node))]
    if not pictures and not media_blocks:
        return None
    shown = pictures[0] if pictures else Figure(None, None, None)
    media_id, printed = media_blocks[0] if media_blocks else (shown.media_id, None)
    caption, credit = read_caption(printed or shown.caption, cleaner)
    return Image(1, shown.src, caption, credit, media_id, True)


def _read_figure(figure: Figure, cleaner: TextCleaner) -> Image:
    caption, credit = read_caption(figure.caption, cleaner)
    return Image(1, figure.src, caption, credit, figure.media_id, False)


def _complete(featured: Image, same: Image) -> Image:
    return replace(
        featured,
        caption=featured.caption or same.caption,
        credit=featured.credit or same.credit,
        media_id=featured.media_id or same.media_id,
    )
