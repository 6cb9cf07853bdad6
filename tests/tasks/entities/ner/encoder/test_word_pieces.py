import pytest

from tasks.entities.ner.encoder.word_pieces import CASES, WordPieces, word_case

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "al", "-", "mal", "##iki", "sana", "'", "a")


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("al-Maliki", ["al", "-", "mal", "##iki"]),
        ("Sana’a", ["sana", "'", "a"]),
        ("Málíki", ["mal", "##iki"]),
        ("Qatar", ["[UNK]"]),
    ],
)
def test_a_word_is_split_into_the_longest_pieces(word: str, pieces: list[str]) -> None:
    numbers = WordPieces(VOCABULARY).of_word(word)

    assert [VOCABULARY[number] for number in numbers] == pieces


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("2016", "digits"),
        (",", "mark"),
        ("said", "lower"),
        ("GCC", "capitals"),
        ("A", "letter"),
        ("Basra", "initial"),
        ("al-Maliki", "mixed"),
    ],
)
def test_how_a_word_is_written_is_kept_beside_its_pieces(word: str, case: str) -> None:
    assert CASES[word_case(word)] == case
