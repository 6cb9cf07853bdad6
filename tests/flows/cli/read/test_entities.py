"""What `aawsat entities ...` prints, for good and bad files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.main import app, run_command


@pytest.fixture(autouse=True)
def _settings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AAWSAT_ENTITIES_BACKEND", raising=False)


@pytest.mark.slow
def test_extract_prints_what_is_in_a_text_with_offsets_into_it(tmp_path: Path) -> None:
    text = "Cairo, Asharq Al-Awsat- “We wait,”\r\nKarim Dabbagh told Asharq Al-Awsat on Monday."
    file = tmp_path / "article.txt"
    file.write_bytes(text.encode())

    done = CliRunner().invoke(app, ["entities", "extract", str(file), "--published", "2010-05-06"])

    found = json.loads(done.output)
    assert set(found) == {"mentions", "quotes", "statements", "dates", "events"}
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found["mentions"])
    assert "person/karim-dabbagh" in {one["entity_id"] for one in found["mentions"]}
    assert [one["day"] for one in found["dates"]] == ["2010-05-03"]


@pytest.mark.parametrize(
    ("options", "content", "complaint"),
    [
        ([], b"caf\xe9", "is not UTF-8 text"),
        (["--backend", "stanza:en"], b"text", "no entities backend 'stanza:en'"),
    ],
)
def test_a_bad_file_is_answered_with_one_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    content: bytes,
    complaint: str,
) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(content)

    assert run_command(["entities", "extract", *options, str(file)]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line
