import pytest

from tasks.entities import extract_entities


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("(Q) ", "(A) "),
        ("Q) ", "A) "),
        ("(Asharq Al-Awsat) ", "(Nassif) "),
        ("[Asharq Al Awsat] ", "[Nassif] "),
        ("Asharq Al-Awsat: ", "Adel Nassif: "),
    ],
)
def test_answers_of_an_interview_are_the_interviewees(question: str, answer: str) -> None:
    marked = (
        f"Adel Nassif received us.\n\n{question}Are you well?\n\n{answer}I am.\n\n"
        "And I always was.\n\n"
        f"{question}Why?\n\n{answer}Ask the doctor."
    )

    quotes = extract_entities(marked).quotes

    assert [quote.text for quote in quotes] == ["I am.", "And I always was.", "Ask the doctor."]
    assert {quote.speaker for quote in quotes} == {"Adel Nassif"}
    assert {quote.cue for quote in quotes} == {"interview"}


def test_a_headline_with_a_colon_gives_no_answer_before_the_first_question() -> None:
    text = "Q&A: Marwan Tarawneh on Water\n\nAmman. We met him.\n\nQ: Well?\n\nA: Yes, it is dry."

    assert [quote.text for quote in extract_entities(text).quotes] == ["Yes, it is dry."]
