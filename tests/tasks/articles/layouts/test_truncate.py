"""Pages cut after their article, against the same pages parsed whole."""

import random
from dataclasses import replace

import pytest

from tasks.articles.layouts.registry import find_parts
from tasks.articles.layouts.truncate import cut_after_article, truncation_is_safe
from tasks.articles.markup.decode import decode_html
from tasks.articles.parse_page import open_document, parse_page, parse_whole
from tasks.models import Article, Page, Rejection
from tests.tasks.articles.pages import SITE
from tests.tasks.articles.sample_pages import read_sample

MARK = b"<!-- .et_pb_post -->"
# What rearranges a tree, or ends and opens what nobody expects to be ended or opened.
BITS = (
    b"<article class='et_pb_post'>|</article>|<b>|</b>|<a href='/x/'>|</a>|<table>|</table>|<tr><td>|"
    b"<div>|</div>|<p>|</p>|<form>|</form>|<select>|<option>|<svg>|</svg>|<math>|<template>|"
    b"</template>|<textarea>|<script>|</script>|<style>|</style>|<!--|-->|<html lang='fr'>|"
    b"<body class='single attachment'>|</body>|</html>|</head>|<frameset>|<h1 class='entry-title'>|"
    b"<noscript>|<button>|<nobr>|<i>|<font>|<title>X</title>|<meta property='og:title' content='X'>|"
    b"<main>|</main>|<section>|</section>|<plaintext>|<iframe>|<caption>|\"|'|<|>|\x00|\xff"
).split(b"|")
SPOTS = (b"<article", b"</article", MARK, b"<body", b"</head", b"entry-content", b"post-meta")


def article_pages() -> list[Page]:
    return [page for page, truth in read_sample() if truth["article"]][::4]


def parsed_whole(page: Page) -> Article | Rejection:
    return parse_whole(page, SITE, *decode_html(page.body, page.content_type))


def mutated(page: Page, dice: random.Random) -> Page:
    body = page.body
    for _ in range(dice.choice((1, 1, 2, 4))):
        near = body.rfind(dice.choice(SPOTS)) + dice.randrange(-80, 200)
        spot = max(0, min(len(body), dice.choice((near, dice.randrange(len(body) + 1)))))
        lost = dice.choice((0, 0, 0, dice.randrange(300)))
        body = body[:spot] + dice.choice(BITS) + body[spot + lost :]
    return replace(page, body=body)


def test_nearly_all_divi_articles_need_not_be_parsed_to_their_end() -> None:
    settled = 0
    for page in article_pages():
        cut = cut_after_article(page.body)
        document = open_document(page, SITE, cut) if cut else None
        settled += document is not None and truncation_is_safe(document, find_parts(document))

    assert settled > 0.9 * len(article_pages())


@pytest.mark.slow
def test_a_page_cut_after_its_article_gives_the_same_article() -> None:
    pages = article_pages()

    assert [parse_page(page, SITE) for page in pages] == [parsed_whole(page) for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_broken_page_cut_after_its_article_gives_the_same_outcome(seed: int) -> None:
    dice = random.Random(seed)
    pages = article_pages()
    broken = [mutated(dice.choice(pages), dice) for _ in range(60)]

    outcomes = [parse_page(page, SITE) for page in broken]

    assert outcomes == list(map(parsed_whole, broken))
    assert sum(isinstance(outcome, Article) for outcome in outcomes) > 20
