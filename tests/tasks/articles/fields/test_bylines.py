import pytest

from tasks.articles.fields.bylines import split_byline
from tasks.models import Author


@pytest.mark.parametrize(
    ("name", "slug", "authors"),
    [
        ("Amir Example", "amir-example", (("Amir Example", "amir-example"),)),
        (
            "Omar Sample and Lina Example",
            "omar-sample-and-lina-example",
            (("Omar Sample", "omar-sample"), ("Lina Example", "lina-example")),
        ),
        (None, "dr-omar-sample", (("Dr Omar Sample", "dr-omar-sample"),)),
        (None, "a-x-and-b-y", (("A X", "a-x"), ("B Y", "b-y"))),
        ("theaawsat", "theaawsat", (("Asharq Al-Awsat", "theaawsat"),)),
        (
            "Asharq Al-Awsat English",
            "asharq-al-awsat-english",
            (("Asharq Al-Awsat", "asharq-al-awsat-english"),),
        ),
        ("Omar and Lina", "desk", (("Omar", "desk"), ("Lina", "desk"))),
        ("Omar & Lina", None, (("Omar", None), ("Lina", None))),
        (None, None, ()),
    ],
)
def test_bylines_are_split_and_desks_named(
    name: str | None, slug: str | None, authors: tuple[tuple[str, str | None], ...]
) -> None:
    assert split_byline(name, slug) == tuple(Author(*author) for author in authors)
