"""Images: the featured one, then the figures of the body."""

from tasks.articles.body.blocks import Figure
from tasks.articles.document import PageParts
from tasks.articles.fields.pictures import file_of, read_images
from tasks.articles.text.clean import TextCleaner
from tasks.models import Image
from tests.tasks.articles.documents import body_of

FEATURED = "<img src='/a-300x200.jpg'>"


def images(
    featured: str = "", *figures: Figure, media: tuple[tuple[int, str], ...] = ()
) -> tuple[Image, ...]:
    parts = PageParts("test", featured=body_of(featured).css("img"))
    return read_images(parts, figures, media, TextCleaner())


def test_an_image_has_one_file_in_all_its_sizes() -> None:
    assert file_of("/a-1080x675.jpg?w=1") == "/a.jpg"
    assert file_of("/a-1080.jpg") == "/a-1080.jpg"
    assert file_of("") is None
    assert file_of(None) is None


def test_a_page_without_images_has_none() -> None:
    assert images() == ()
    assert images("", Figure(None, 5, None)) == ()


def test_figures_are_numbered_in_order() -> None:
    assert images("", Figure("/a.jpg", 5, "Pier (AFP)"), Figure(None, None, "Boats")) == (
        Image(1, "/a.jpg", "Pier", "AFP", 5, False),
        Image(2, None, "Boats", None, None, False),
    )


def test_a_figure_of_the_same_file_completes_the_featured_image() -> None:
    assert images(FEATURED, Figure("/a.jpg", 5, "Pier (AFP)"), Figure("/b.jpg", 6, None)) == (
        Image(1, "/a-300x200.jpg", "Pier", "AFP", 5, True),
        Image(2, "/b.jpg", None, None, 6, False),
    )


def test_what_the_featured_image_has_is_kept() -> None:
    [image] = images(FEATURED, Figure("/a.jpg", 5, "Boats (SPA)"), media=((7, "Pier (AFP)"),))

    assert image == Image(1, "/a-300x200.jpg", "Pier", "AFP", 7, True)


def test_a_media_block_without_a_picture_is_the_featured_image() -> None:
    assert images("", media=((7, "Pier"), (8, "Boats"))) == (Image(1, None, "Pier", None, 7, True),)
    assert len(images("", Figure(None, 5, "Boats"), media=((7, "Pier"),))) == 2


def test_the_first_of_several_featured_images_is_taken() -> None:
    [image] = images("<img class='wp-image-9' src='/a.jpg'><img src='/b.jpg'>")

    assert image == Image(1, "/a.jpg", None, None, 9, True)


def test_a_featured_image_has_the_caption_of_its_figure() -> None:
    figure = "<figure><a><img src='/a.jpg'></a><p class=wp-caption-text>Pier (AFP)</p></figure>"

    assert images(figure) == (Image(1, "/a.jpg", "Pier", "AFP", None, True),)
    assert images(f"<div>{figure.replace('figure', 'i')}{'x' * 700}</div>")[0].caption == "Pier"


def test_a_counter_is_not_a_featured_image() -> None:
    assert images("<img src='/a.gif' width=1 height=1>") == ()


def test_a_class_names_the_caption_beside_the_featured_image() -> None:
    box = "<div><img src='/a.jpg'><div class=image-caption>Pier (AFP)</div></div>"

    assert images(box) == (Image(1, "/a.jpg", "Pier", "AFP", None, True),)
    assert images(box.replace("image-caption", "recap")) == (
        Image(1, "/a.jpg", None, None, None, True),
    )
