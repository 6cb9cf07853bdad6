"""Build the lists of first and last names of the world: `build_names(data_dir, reference_dir)`.

`reference_dir` holds `given_names/names.tsv.gz` (US census of 1990, public domain; sigpwned, CC0;
Faker, persian-names, MIT). Names that are English words in the corpus are left out.
"""

import csv
import gzip
from pathlib import Path

from tasks.entities.names.normalize import match_key
from tasks.entities.ner.crf.name_lists import FIRST_NAMES, LAST_NAMES
from tasks.entities.training.corpora import read_common_words, reading

_CENSUS = "us-census-1990"
_SOURCES = frozenset(
    {
        *(_CENSUS, "sigpwned", "persian-names"),
        *(f"faker-{code}" for code in ("de_DE", "it_IT", "es_ES", "en_GB", "fr_FR", "ru_RU")),
        *(f"faker-{code}" for code in ("tr_TR", "hi_IN", "en_PK")),
    }
)
_SHORTEST = 3


def build_names(data_dir: Path, reference_dir: Path) -> int:
    """Write both lists and return the number of names."""
    words = read_common_words(data_dir / "gmb" / "ner_dataset.csv.zip")
    first, last = set[str](), set[str]()
    path = reference_dir / "given_names" / "names.tsv.gz"
    with reading(path), gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = row["name"]
            if not (name.isascii() and name.isalpha() and len(name) >= _SHORTEST):
                continue
            if row["kind"] == "given" and row["source"] in _SOURCES:
                first.add(match_key(name))
            elif row["kind"] == "family" and row["source"] == _CENSUS:
                last.add(match_key(name))
    for names, out in ((first - words, FIRST_NAMES), (last - words, LAST_NAMES)):
        out.write_bytes(gzip.compress("\n".join(sorted(names)).encode(), 9, mtime=0))
    return len(first - words) + len(last - words)
