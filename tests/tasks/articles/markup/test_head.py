"""What is read from the head of a page, and what from its body."""

from tasks.articles.markup.dom import parse_tree
from tasks.articles.markup.head import Head, read_head

META = '<meta name="a" content="b">'
LD = '<script type="application/ld+json">{}</script>'


def head_of(head: str, body: str = "") -> Head:
    return read_head(parse_tree(f"<html><head>{head}</head><body>{body}</body></html>".encode()))


def test_metas_are_found_by_property_name_or_itemprop() -> None:
    head = head_of(
        '<meta property=" OG:Type " content="a"><meta name="author" content="b">'
        '<meta itemprop="headline" content="c"><meta name="author" content="d">'
        '<meta property="p" name="n" content="e">'
    )

    assert (head.meta("og:type"), head.meta("author"), head.meta("headline")) == ("a", "b", "c")
    assert (head.meta("p"), head.meta("n"), head.meta("missing")) == ("e", None, None)


def test_a_meta_needs_a_name_and_a_content() -> None:
    assert head_of('<meta name="a"><meta content="b"><meta charset="utf-8">').metas == {}


def test_links_are_found_by_relation_and_need_an_address() -> None:
    head = head_of(
        f'{META}<link rel="Canonical" href=" /a "><link rel="canonical" href="/b">'
        '<link rel="empty"><link href="/c">'
    )

    assert head.links == {"canonical": ["/a", "/b"]}
    assert (head.link("canonical"), head.link("empty")) == ("/a", None)


def test_the_body_is_not_searched_if_the_head_has_metas() -> None:
    head = head_of(
        '<meta name="a" content="b"><title>Head</title>',
        "<title>Body</title><meta name=c content=d>",
    )

    assert head.titles == ["Head"]
    assert head.metas == {"a": ["b"]}


def test_the_body_is_searched_if_the_head_has_no_metas() -> None:
    head = head_of("", '<div><meta name="a" content="b"><title>Body</title></div>')

    assert head.metas == {"a": ["b"]}
    assert head.titles == ["Body"]


def test_the_title_of_a_drawing_is_not_a_title() -> None:
    assert head_of("", "<svg><title>Arrow</title></svg><title>Page</title>").titles == ["Page"]


def test_json_ld_is_read_from_the_body_only_if_the_head_has_none() -> None:
    assert head_of(META, LD).json_ld == ["{}"]
    assert head_of(META + LD, LD).json_ld == ["{}"]


def test_other_scripts_are_not_json_ld() -> None:
    assert head_of("<script>1</script><script type='text/x'>2</script>").json_ld == []
    assert head_of(META + LD.replace("application", " APPLICATION")).json_ld == ["{}"]
