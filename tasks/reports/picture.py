"""A bar chart for Markdown: SVG in a data URL, which needs no server."""

import base64
from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 640
HEIGHT = 190
FLOOR = 165
TALLEST = 135
OLD_COLOUR = "#9db4d0"
NEW_COLOUR = "#1a5fb4"


class Bar(NamedTuple):
    """One bar: the count before, and the count added."""

    label: str
    before: int
    added: int


def bar_chart(bars: Sequence[Bar], title: str) -> str:
    """Return Markdown with a chart of the bars; added counts are highlighted."""
    encoded = base64.b64encode(_svg(bars, title).encode()).decode()
    return f"![{title}](data:image/svg+xml;base64,{encoded})"


def _svg(bars: Sequence[Bar], title: str) -> str:
    most = max((bar.before + bar.added for bar in bars), default=0) or 1
    step = WIDTH / max(len(bars), 1)
    drawn = "".join(_bar(bar, at * step, step, most) for at, bar in enumerate(bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="11" role="img" aria-label="{title}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{drawn}</svg>'
    )


def _bar(bar: Bar, left: float, step: float, most: int) -> str:
    before = TALLEST * bar.before / most
    added = TALLEST * bar.added / most
    middle = left + step / 2
    top = FLOOR - before - added
    return (
        _box(left, FLOOR - before, step, before, OLD_COLOUR)
        + _box(left, top, step, added, NEW_COLOUR)
        + _text(middle, top - 4, f"{bar.before + bar.added:,}")
        + _text(middle, FLOOR + 15, bar.label)
    )


def _box(left: float, top: float, step: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{left + step * 0.12:.1f}" y="{top:.1f}" width="{step * 0.76:.1f}" '
        f'height="{height:.1f}" fill="{colour}"/>'
    )


def _text(middle: float, bottom: float, text: str) -> str:
    return f'<text x="{middle:.1f}" y="{bottom:.1f}" text-anchor="middle">{text}</text>'
