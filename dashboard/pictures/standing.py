"""Where the world stands, on paper: a bar of countries by step, and the levels over the years."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components.count_bar import Part, has_room
from dashboard.pictures.key import Entry, draw_key
from dashboard.pictures.paper import Paper, safe
from dashboard.pictures.subject import Box
from dashboard.theme import UNKNOWN_CLASS, step_class
from routes import Standing


def draw_bar(paper: Paper, box: Box, parts: Sequence[Part]) -> float:
    """Draw countries by step as one bar, as tall as the box; return its height."""
    total, x = sum(part.number for part in parts) or 1, box.x
    for part in parts:
        if not part.number:
            continue
        wide = box.width * part.number / total
        paper.add(f"<g><title>{safe(f'{part.words}: {part.number}')}</title>")
        paper.swatch(x, box.y, max(wide - 1.5, 0.8), box.height, part.css, round_=2)
        size = min(0.85, box.height / paper.em * 0.8)
        words = str(part.number)
        has_words = box.height >= 0.9 * paper.em and has_room(part, total)
        if has_words and paper.width(words, size=size, face="sans-600") < wide - 4:
            paper.text(
                x + wide / 2, box.y + box.height / 2 + size * 0.36 * paper.em, words, size=size,
                face="sans-600", fill=paper.ink_on(part.css), anchor="middle",
            )  # fmt: skip
        paper.add("</g>")
        x += wide
    return box.height


def draw_parts(
    paper: Paper, box: Box, parts: Sequence[Part], *, size: float = 0.87, in_short: bool = False
) -> float:
    """Draw each step with its number of countries; return the height.

    Args:
        in_short: the sign and the number alone; the words stand in a legend.
    """
    entries = [
        Entry(words=str(p.number) if in_short else f"{p.words} {p.number}", css=p.css,
              inside=p.sign)
        for p in parts
    ]  # fmt: skip
    return draw_key(paper, box, entries, size=size)


def draw_years(paper: Paper, box: Box, found: Standing) -> float:
    """Draw a column a year, the worst level at the bottom, not known on top; return the height.

    The year looked at and the one compared with are marked.
    """
    em, years = paper.em, found.years
    total = len(found.countries) or 1
    left, foot = 2.2 * em, 1.35 * em
    plot = box.height - foot - 0.35 * em
    column = (box.width - left) / len(years)
    for value in (0, total):
        y = box.y + 0.35 * em + plot * (1 - value / total)
        paper.text(box.x + left - 0.4 * em, y + 0.3 * em, str(value), size=0.75, anchor="end",
                   fill="quiet")  # fmt: skip
        paper.rect(box.x + left, y, box.width - left, 0.7, paper.colour("line"))
    for i, one in enumerate(years):
        x, y = box.x + left + i * column, box.y + 0.35 * em + plot
        steps = [(step_class(level), number) for level, number in enumerate(one.levels)]
        told = ", ".join(f"level {level} {number}" for level, number in enumerate(one.levels))
        words = f"{one.year}: {told}, not known {one.unknown}"
        paper.add(f"<g><title>{safe(words)}</title>")
        for css, number in (*steps, (UNKNOWN_CLASS, one.unknown)):
            tall = plot * number / total
            if tall:
                y -= tall
                paper.swatch(x + 0.07 * column, y, 0.86 * column, tall, css, round_=0)
        paper.add("</g>")
        if one.year in (found.year, found.since):
            paper.rect(x + 0.07 * column, box.y + box.height - foot + 1.5, 0.86 * column, 2,
                       paper.colour("ink"))  # fmt: skip
    _year_names(paper, Box(box.x + left, box.y, box.width - left, box.height), found)
    return box.height


def _year_names(paper: Paper, box: Box, found: Standing) -> None:
    """Name the marked years, and the ends where they have room beside them."""
    em, column = paper.em, box.width / len(found.years)
    first, last = found.years[0].year, found.years[-1].year
    taken: list[float] = []
    for year in dict.fromkeys((found.year, found.since, first, last)):
        if year is None:
            continue
        half = paper.width(str(year), size=0.75) / 2
        middle = box.x + (year - first + 0.5) * column
        middle = min(max(middle, box.x + half), box.x + box.width - half)
        if all(abs(middle - other) > 2 * half + 0.4 * em for other in taken):
            paper.text(middle, box.y + box.height - 0.2 * em, str(year), size=0.75,
                       anchor="middle", fill="quiet")  # fmt: skip
            taken.append(middle)
