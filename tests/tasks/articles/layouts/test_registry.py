"""Which layout reads a page."""

import pytest

from tasks.articles.layouts import divi_builder, divi_classic, divi_theme_builder
from tasks.articles.layouts.registry import find_parts
from tests.tasks.articles.documents import document_of
from tests.tasks.articles.pages import divi_html

TEXT = "<p>The harbour board met on Monday to decide how many ferries the winter needs.</p>"
BUILDER = divi_html(TEXT).replace('class="single', 'class="et_pb_pagebuilder_layout single')
THEME_BUILDER = f"<body class=et-tb-has-body><div class=et_pb_post_content>{TEXT}</div></body>"


@pytest.mark.parametrize(
    ("html", "layout"),
    [
        (divi_html(TEXT), "divi_classic"),
        (BUILDER, "divi_builder"),
        (THEME_BUILDER, "divi_theme_builder"),
        (f"<body><div class=entry-content>{TEXT}</div></body>", "generic:named"),
    ],
)
def test_the_first_layout_that_recognises_a_page_reads_it(html: str, layout: str) -> None:
    assert find_parts(document_of(html)).layout == layout


def test_each_layout_of_divi_accepts_only_its_own_pages() -> None:
    classic, builder = document_of(divi_html(TEXT)), document_of(BUILDER)

    assert divi_classic.find_parts(builder) is None
    assert divi_builder.find_parts(classic) is None
    assert divi_theme_builder.find_parts(classic) is None
    assert divi_classic.find_parts(classic) is not None
    assert divi_builder.find_parts(builder) is not None
