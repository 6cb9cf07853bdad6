"""Elements that are hidden, or named for another purpose than text."""

import pytest

from tasks.articles.body.boilerplate import is_hidden, names_a_caption, names_a_module
from tests.tasks.articles.documents import body_of, one


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ("hidden", True),
        ("style='DISPLAY: none'", True),
        ("style='text-indent: -999px'", True),
        ("style='font-size: 0'", True),
        ("style='font-size: 0.9em'", False),
        ("style='width:1px; height:1px; overflow:hidden'", True),
        ("style='height: 10px; overflow: hidden'", False),
        ("style='height: 1px'", False),
        ("style='color: red'", False),
        ("style", False),
        ("class='x sr-only'", True),
        ("class='x'", False),
        ("class", False),
        ("", False),
        ("style='color: red' class='sr-only'", True),
    ],
)
def test_an_element_is_hidden_by_attribute_style_or_class(attributes: str, hidden: bool) -> None:
    assert is_hidden(one("div", body_of(f"<div {attributes}>A</div>"))) is hidden


@pytest.mark.parametrize(
    ("attributes", "is_module"),
    [
        ("class='x share-buttons'", True),
        ("class='ShareButtons'", True),
        ("id='comments'", True),
        ("class='plain' id='comments'", True),
        ("class='post-meta'", True),
        ("class='x-post-meta-y'", True),
        ("class='vc_cta3'", True),
        ("class='enews-widget'", True),
        ("id='advert12'", True),
        ("class='et_pb_contact_form_container'", True),
        ("class='et_pb_gallery_title'", True),
        ("class='elementor-widget-posts'", True),
        ("class='m-a-box'", True),
        ("class='abh_box'", True),
        ("class='et_pb_post_slider'", True),
        ("class='post-x-meta'", False),
        ("class='meta-post'", False),
        ("class='no-sidebar'", False),
        ("class='sidebar-no'", True),
        ("class='entry'", False),
        ("class='---'", False),
        ("class", False),
        ("", False),
    ],
)
def test_a_module_is_named_by_a_word_or_two_adjacent_ones(attributes: str, is_module: bool) -> None:
    assert names_a_module(one("div", body_of(f"<div {attributes}>A</div>"))) is is_module


@pytest.mark.parametrize(
    ("classes", "is_caption"),
    [
        ("slide-caption", True),
        ("x captions", True),
        ("cap1", False),
        ("x-image-description", True),
        ("image", False),
        ("no-caption", False),
        ("", False),
    ],
)
def test_a_caption_is_named_by_a_class(classes: str, is_caption: bool) -> None:
    assert names_a_caption(one("p", body_of(f"<p class='{classes}'>A</p>"))) is is_caption


def test_an_element_without_a_class_is_not_a_caption() -> None:
    assert not names_a_caption(one("p", body_of("<p class id=caption>A</p>")))
    assert not names_a_caption(one("p", body_of("<p>A</p>")))
