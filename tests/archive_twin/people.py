"""Invented people: in the news, and as authors."""

from dataclasses import dataclass
from random import Random


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_MEN = _names(
    "Adel Akram Anwar Ayman Badr Bassam Dawud Fadel Faris Fawaz Ghassan Habib Hamdan Harith Hazem "
    "Hisham Ibrahim Idris Imad Issam Jaber Jamil Kamil Karim Khalil Luay Mahir Majed Malik Marwan "
    "Mazen Mishal Munir Mustafa Nabil Nadim Nasser Nizar Omar Qasim Raed Ramzi Rashad Saad Sabri "
    "Salim Sami Samir Shakir Sufyan Tahir Talal Tariq Wael Walid Yahya Yasin Zaki Ziad"
)
GIVEN_WOMEN = _names(
    "Abeer Amal Asma Dalia Dina Farah Hanan Huda Iman Jumana Laila Lubna Maha Mariam Mona Nadia "
    "Nawal Rania Rasha Rima Salma Samar Suad Wafa Yasmin Zeinab"
)
FAMILIES = _names(
    "Abbadi Ajlani Amoudi Aridi Atrash Awadi Azzawi Bakri Barazi Bitar Dabbagh Daher Darwish "
    "Dulaimi "
    "Fahmi Farouqi Ghamdi Hadidi Hakimi Halabi Hamadi Harbi Hariri Hashimi Homsi Husseini Issawi "
    "Jabouri Jazairi Juhani Kaabi Kabbani Karmi Kashif Khatib Kilani Kubaisi Lami Madani Maghribi "
    "Masri Mutairi Nabulsi Najjar Nimri Obeidi Omari Qahtani Qudsi Rawi Rubaie Rumaihi Sabbagh "
    "Sadoun Salhi Samarrai Shammari Shihabi Subaie Suwaidi Tamimi Tikriti Turki Ubaidi Wakil Yafei "
    "Zahrani Zubaidi"
)
WESTERN_GIVEN = _names(
    "Alan Brian Carla David Edward Frank Gerald Helen Janet Kevin Laura Martin Nicholas Oliver "
    "Patrick Ralph Sandra Stephen Thomas Victor"
)
WESTERN_FAMILIES = _names(
    "Ashcombe Barlow Carrick Dunmore Ellery Farnham Garrick Holloway Ingram Kessler Lathrop Merrow "
    "Norcross Pelham Quayle Redfern Stannard Thorley Underhill Wexford"
)
ARTICLE_STYLES = ("Al-", "al-", "Al ", "al ", "")
DESK_NAME = "Asharq Al-Awsat"
BYLINE_POOL = 320


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the news: full name, short name, and pronoun."""

    name: str
    surname: str
    pronoun: str


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline: the label WordPress prints, and the author slug in the URL."""

    label: str
    slug: str

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """(name, slug) of each author, with joint bylines split; the desk under its own name."""
        if self.slug in ("theaawsat", "asharq-al-awsat-english"):
            return ((DESK_NAME, self.slug),)
        return tuple(zip(self.label.split(" and "), self.slug.split("-and-"), strict=True))

    @property
    def people_by_slug(self) -> tuple[tuple[str, str], ...]:
        """The same, derived from the slug alone: its words in title case."""
        if self.slug in ("theaawsat", "asharq-al-awsat-english"):
            return ((DESK_NAME, self.slug),)
        return tuple((title_of_slug(part), part) for part in self.slug.split("-and-"))


def invent_person(rng: Random) -> Person:
    """Return an invented person; one in eight is from outside the region."""
    draw = rng.random()
    if draw < 0.12:
        family = _pick(rng, WESTERN_FAMILIES)
        given = _pick(rng, WESTERN_GIVEN)
        return Person(f"{given} {family}", family, "she" if given[-1] == "a" else "he")
    given, pronoun = (
        (_pick(rng, GIVEN_WOMEN), "she") if draw < 0.3 else (_pick(rng, GIVEN_MEN), "he")
    )
    family = _pick(rng, ARTICLE_STYLES) + _pick(rng, FAMILIES)
    middle = f" {_pick(rng, GIVEN_MEN)}" if draw > 0.85 else ""
    return Person(f"{given}{middle} {family}", family, pronoun)


def byline_of(form: str, rng: Random) -> Byline:
    """Return a byline in one of the forms of `catalogue.AUTHOR_FORMS`."""
    if form == "desk_import":
        return Byline("theaawsat" if rng.random() < 0.5 else DESK_NAME, "theaawsat")
    if form == "desk_english":
        return Byline("Asharq Al-Awsat English", "asharq-al-awsat-english")
    first = _signer(rng)
    if form == "joint":
        second = _signer(rng)
        return Byline(f"{first} and {second}", f"{slug_of_name(first)}-and-{slug_of_name(second)}")
    return Byline(first, _single_slug(form, first))


def slug_of_name(name: str) -> str:
    """Return the author slug that WordPress derives from a name."""
    return name.lower().replace("’", "").replace(".", "").replace("ï", "i").replace(" ", "-")


def title_of_slug(slug: str) -> str:
    """Return the words of a slug in title case: `dr-hamad` -> `Dr Hamad`."""
    return " ".join(word[:1].upper() + word[1:] for word in slug.split("-"))


def _single_slug(form: str, name: str) -> str:
    words = slug_of_name(name).split("-")
    if form == "initial":
        return f"{words[0][0]}-{'-'.join(words[1:])}"
    if form == "run_together":
        return "".join(words)
    if form == "doctor":
        return f"dr-{'-'.join(words)}"
    return "-".join(words)


def _signer(rng: Random) -> str:
    # A fixed pool for every seed, so that author pages list several articles.
    number = int(rng.random() * rng.random() * BYLINE_POOL)
    own = Random(f"byline {number}")
    prefix = "" if number % 3 else "Al-"
    return f"{_pick(own, GIVEN_MEN + GIVEN_WOMEN)} {prefix}{_pick(own, FAMILIES)}"


def _pick(rng: Random, words: tuple[str, ...]) -> str:
    return words[int(rng.random() * len(words))]
