"""The parts of a brief: sections, lines, the footnotes that they rest on.

Every rendering (HTML, PDF, Word, Markdown) is made from these objects alone, so that all say the
same. A footnote is numbered when it is first called, in reading order; a source that was checked
in two ways has two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from routes.model import Child, Evidence, Fact

EVIDENCE_WORDS = {
    "read": "Read in its source",
    "official": "Official data set",
    "named": "Source named, not yet checked",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text, and the numbers of the footnotes that stand after it."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, an item of a list, or a cell.

    Attributes:
        lead: the first words, set apart; a name, which needs no footnote.
        facts: ids of the facts told here.
    """

    said: tuple[Said, ...]
    lead: str = ""
    facts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is said, without lead and footnotes."""
        return "".join(one.text for one in self.said)

    @property
    def notes(self) -> tuple[int, ...]:
        return tuple(number for one in self.said for number in one.notes)


def line(*said: Said | str, lead: str = "", facts: Iterable[Fact] = ()) -> Line:
    """Return a line of these pieces."""
    pieces = tuple(Said(one) if isinstance(one, str) else one for one in said)
    return Line(said=pieces, lead=lead, facts=tuple(fact.fact_id for fact in facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells; the first cell of a row names it."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading and what stands under it: lines, then a table, then a list.

    Attributes:
        name: stable, for links and tests.
        has_picture: the picture of the brief stands at its end.
    """

    name: str
    heading: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    items: tuple[Line, ...] = ()
    has_picture: bool = False

    def __iter__(self) -> Iterator[Line]:
        """Every line in reading order, the cells of the table by row."""
        yield from self.lines
        for row in self.table.rows if self.table else ():
            yield from row
        yield from self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """One source as it was checked, or the atlas's own reckoning (``source_id`` is "").

    Attributes:
        evidence: read, official or named; "" for the atlas's own.
        url: as held for the source; "" where none is.
    """

    number: int
    source_id: str
    text: str
    evidence: Evidence | Literal[""]
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Brief:
    """Two pages on a country or a journey, for one child and year.

    Attributes:
        kind: country or journey.
        key: ISO3, or the id of the route; "" for a journey of one's own.
    """

    kind: Literal["country", "journey"]
    key: str
    title: str
    subtitle: str
    child: Child
    year: int
    checked_only: bool
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    data_version: str
    date: str
    own: str = ""

    def __iter__(self) -> Iterator[Line]:
        for section in self.sections:
            yield from section

    def section(self, name: str) -> Section:
        return next(one for one in self.sections if one.name == name)


@dataclass
class Notes:
    """The footnotes of a brief as they are called. Lines must be made in reading order."""

    sources: pd.DataFrame
    own_text: str
    found: list[Footnote] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def own(self) -> tuple[int, ...]:
        """Call the note on what the atlas reckons itself: levels and counts."""
        return (self._number("", "", self.own_text, ""),)

    def cite(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """Call the notes of facts; each number once, in order."""
        numbers = [self.source(fact.source_id, fact.evidence) for fact in facts]
        return tuple(sorted(dict.fromkeys(numbers)))

    def source(self, source_id: str, evidence: Evidence) -> int:
        """Call the note of one source."""
        source = self.sources.loc[source_id]
        parts = [str(source["publisher"]), str(source["title"])]
        if pd.notna(source["year"]):
            parts.append(str(int(source["year"])))
        url = "" if pd.isna(source["url"]) else str(source["url"])
        text = ", ".join(part for part in parts if part)
        return self._number(source_id, evidence, text, url)

    def _number(self, source_id: str, evidence: Evidence | Literal[""], text: str, url: str) -> int:
        key = (source_id, evidence)
        if key not in self._numbers:
            self._numbers[key] = len(self.found) + 1
            self.found.append(
                Footnote(number=self._numbers[key], source_id=source_id, text=text,
                         evidence=evidence, url=url)
            )  # fmt: skip
        return self._numbers[key]
