"""The limits of the parser, each on both sides."""

import pytest

from tasks.articles.markup.dom import parse_tree
from tasks.articles.markup.parser_limits import (
    Limits,
    MarkupRefused,
    check_limits,
    find_deep_tree,
    parse_within_limits,
)

FLAT = b"<p>" * 3_000
MANY_ATTRIBUTES = Limits("thousands of attributes on one element")


def deep(count: int) -> bytes:
    return b"<div>" * count


def tag(words: int) -> bytes:
    """Return a tag of that many words, its name included."""
    return b"<p" + b" a" * (words - 1) + b">"


@pytest.mark.parametrize(
    ("html", "limits"),
    [
        (deep(4_000), Limits(may_be_deep=True)),
        (deep(4_001), Limits("elements nested 4001 deep")),
        (deep(512) + FLAT, Limits()),
        (deep(513) + FLAT, Limits(may_be_deep=True)),
        (deep(3_000), Limits()),
        (deep(3_001), Limits(may_be_deep=True)),
        (deep(513) + b"</div>" * 513 + FLAT, Limits(may_be_deep=True)),
        (b"</div>" * 100 + deep(513) + FLAT, Limits(may_be_deep=True)),
        (b"</div>" * 100 + deep(512) + FLAT, Limits()),
        (b"<DIV></div>" * 2_000, Limits()),
        (b"<div><i></i>" * 256 + b"</div>" * 256 + FLAT, Limits()),
    ],
)
def test_the_nesting_is_limited(html: bytes, limits: Limits) -> None:
    assert check_limits(html) == limits


@pytest.mark.parametrize(
    ("html", "limits"),
    [
        (b"<p>" * 100_000, Limits()),
        (b"<p>" * 100_001, Limits("100001 elements")),
        (b"<a>" * 100_001, Limits("100001 elements")),
        (b"<Z>" * 100_001, Limits("100001 elements")),
        (b"<p></p>" * 60_000, Limits()),
        (b"<p>" * 3_001 + b"<", Limits()),
    ],
)
def test_the_number_of_elements_is_limited(html: bytes, limits: Limits) -> None:
    assert check_limits(html) == limits


def test_a_small_page_is_never_checked() -> None:
    html = b"<b" * 600 + b"<" * 2_500

    assert check_limits(html.ljust(4_999)) == Limits()
    assert check_limits(html.ljust(5_000)) == Limits(may_be_deep=True)


@pytest.mark.parametrize(
    ("start", "end"), [(b"<script>", b"</script>"), (b"<!--", b"-->"), (b"<STYLE>", b"")]
)
@pytest.mark.parametrize("count", [3_500, 5_000])
def test_tags_in_scripts_and_comments_do_not_count(start: bytes, end: bytes, count: int) -> None:
    assert check_limits(start + deep(count) + end) == Limits()


@pytest.mark.parametrize(
    ("html", "limits"),
    [
        (tag(14_142), Limits()),
        (tag(14_143), MANY_ATTRIBUTES),
        (b"<b>" + tag(14_142), Limits()),
        (b"<b>" + tag(14_143), MANY_ATTRIBUTES),
        (tag(10_000) * 2, Limits()),
        (tag(10_000) * 2 + b"<x" + b"x" * 9_000 + b">", MANY_ATTRIBUTES),
        (b"<p>" + b" a" * 20_000, Limits()),
        (b"<p b='>'" + b" a" * 14_141 + b">", MANY_ATTRIBUTES),
        (b"<!--" + b" a" * 20_000 + b"-->", Limits()),
        (b"<!--" + b" a" * 20_000 + b"-->" + tag(14_143), MANY_ATTRIBUTES),
        (b"<p" + b" <" * 4 + b" a" * 14_138 + b">", MANY_ATTRIBUTES),
        (b"<p" + b" <" * 5 + b" a" * 14_137 + b">", Limits()),
        (b"< a" + b" a" * 20_000, Limits()),
        (b"< a" + b" a" * 10_000, Limits()),
    ],
)
def test_the_attributes_of_a_tag_are_limited(html: bytes, limits: Limits) -> None:
    assert check_limits(html) == limits


@pytest.mark.parametrize(
    ("html", "is_deep"),
    [
        (deep(512), False),
        (deep(513), True),
        (b"<head><title>A</title></head>" + deep(513), True),
        (b"<head><title>A</title></head>" + deep(512), False),
        ((deep(300) + b"</div>" * 300) * 3, False),
        (b"<p>A</p><p>B</p>" + deep(513), True),
        (b"", False),
    ],
)
def test_a_tree_is_deep_above_the_limit_of_browsers(html: bytes, is_deep: bool) -> None:
    root = parse_tree(html).root
    assert root is not None

    assert find_deep_tree(root) == ("elements nested more than 512 deep" if is_deep else None)


def test_a_hazard_is_never_parsed() -> None:
    with pytest.raises(MarkupRefused, match="nested 4001 deep"):
        parse_within_limits(deep(4_001))
    body = parse_within_limits(b"<p>Text.</p>").body
    assert body is not None
    assert body.text() == "Text."
