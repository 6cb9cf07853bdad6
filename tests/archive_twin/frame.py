"""The common parts of all Divi pages: styles, menu, sidebar, footer."""

from importlib.resources import files

ORIGIN = "https://eng-archive.aawsat.com"
SITE_NAME = "ASHARQ AL-AWSAT English Archive"
HOUSE_LINE = "Middle-east Arab News Opinion | Asharq Al-awsat"
_MENU = (
    ("Home", "/"),
    ("Middle East", "/category/news-middle-east/"),
    ("Saudi Arabia", "/category/news-middle-east/saudi-arabia/"),
    ("Opinion", "/category/opinion/"),
    ("Features", "/category/features/"),
    ("Interviews", "/category/interviews/"),
    ("Business", "/category/business/"),
    ("Majalla Blogs", "/category/majalla-blogs/"),
)


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
)


def head_opening() -> str:
    """Return everything from the doctype to the site's own first <title>."""
    return _HEAD_OPENING


def head_closing(divi: str, wordpress: str) -> str:
    """Return the rest of the head after the page's own tags: scripts, styles, generators."""
    return _HEAD_CLOSING.replace("@DIVI@", divi).replace("@WP@", wordpress)


def body_opening(body_class: str) -> str:
    """Return the body tag, header and menu up to the content area."""
    return _BODY_OPENING.replace("@CLASS@", body_class)


def body_closing() -> str:
    """Return sidebar, footer, scripts and the closing tags."""
    return _BODY_CLOSING


def _style_rules(prefix: str, count: int) -> str:
    properties = (
        "color",
        "background-color",
        "border-color",
        "font-size",
        "padding",
        "line-height",
    )
    return "\n".join(
        f"\t\t.{prefix}-{number} .et_pb_widget a:hover, #{prefix}_{number} > .container "
        f"{{ {properties[number % 6]}: #{(number * 7919) % 0xFFFFFF:06x} !important; }}"
        for number in range(count)
    )


def _menu_items() -> str:
    return "\n".join(
        f'<li id="menu-item-{2100 + number}" class="menu-item menu-item-type-taxonomy '
        f'menu-item-object-category menu-item-{2100 + number}">'
        f'<a href="{ORIGIN}{path}">{label}</a></li>'
        for number, (label, path) in enumerate(_MENU)
    )


def _archive_months() -> str:
    return "\n".join(
        f"<li><a href='{ORIGIN}/{year}/{number:02}/'>{month} {year}</a></li>"
        for year in range(2017, 2013, -1)
        for number, month in enumerate(_MONTHS, 1)
    )


def _template(name: str) -> str:
    text = (files("tests.archive_twin") / "templates" / f"{name}.html").read_text("utf-8")
    for mark, filling in _FILLINGS.items():
        text = text.replace(mark, filling)
    return text


_FILLINGS = {
    "@MENU@": _menu_items(),
    "@MONTHS@": _archive_months(),
    "@STYLES_HEADER@": _style_rules("et_header_style", 70),
    "@STYLES_MODULE@": _style_rules("et_pb_module", 60),
    "@STYLES_SECTION@": _style_rules("et_pb_section", 40),
}
_HEAD_OPENING = _template("head_opening")
_HEAD_CLOSING = _template("head_closing")
_BODY_OPENING = _template("body_opening")
_BODY_CLOSING = _template("body_closing")
