import pytest

from tasks.articles.text.captions import read_caption, read_media_block, split_credit
from tasks.articles.text.clean import TextCleaner


@pytest.mark.parametrize(
    ("printed", "credit"),
    [
        (" (AFP Photo/Nobody Atall)", "AFP Photo/Nobody Atall"),
        (" (AFP PHOTO/NOBODY ATALL)", "AFP PHOTO/NOBODY ATALL"),
        (" (AFP/Nobody)", "AFP/Nobody"),
        (" (AFP)", "AFP"),
        ("(AFP)", "AFP"),
        (" (AP Photo/Nobody, File)", "AP Photo/Nobody, File"),
        (" (AP Photo/militant website, File).", "AP Photo/militant website, File"),
        (" (REUTERS/Nobody/Files)", "REUTERS/Nobody/Files"),
        (" REUTERS/Stringer", "REUTERS/Stringer"),
        (" (EPA Photo)", "EPA Photo"),
        (" (EPA/NOBODY)", "EPA/NOBODY"),
        (" (Asharq Al-Awsat)", "Asharq Al-Awsat"),
        (" Photo: Reuters", "Reuters"),
        (" (Asharq Al-Awsat photo by Nobody Atall)", "Asharq Al-Awsat photo by Nobody Atall"),
        (" (SPA)", "SPA"),
        (" SPA", "SPA"),
        (" Reuters.", "Reuters"),
        (" WAM", "WAM"),
    ],
)
def test_a_credit_comes_off_in_every_form(printed: str, credit: str) -> None:
    assert split_credit(f"A man walks in Cairo.{printed}") == ("A man walks in Cairo.", credit)


@pytest.mark.parametrize(
    "caption",
    [
        "A reporter of AFP",
        "He spoke to Reuters.",
        "The town (pop. 900)",
        "FILE – A bridge RTR3X9AW",
        "",
    ],
)
def test_a_caption_without_credit_stays_whole(caption: str) -> None:
    assert split_credit(caption) == (caption, None)


def test_a_caption_that_is_all_credit_is_none() -> None:
    assert read_caption(" (SPA) ", TextCleaner()) == (None, "SPA")
    assert read_caption(None, TextCleaner()) == (None, None)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("Media ID: 55360384\nCaption:\nA man.", (55360384, "A man.")),
        ("Media ID: 55335750\nA man.", (55335750, "A man.")),
        ("Media ID: 55374530\nCaption:", (55374530, "")),
        ("The Media ID: is a number.", None),
        ("Caption: A man.", None),
    ],
)
def test_media_blocks_are_separated_from_text(text: str, block: tuple[int, str] | None) -> None:
    assert read_media_block(text) == block
