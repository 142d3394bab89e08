"""What a kind of view puts into its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from dashboard.components.evidence import EVIDENCE
from dashboard.state import to_query

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # (heading or "", (value, words))
NO_SOURCE = "No sourced fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The choices, the table as painted, and the data that the script reads.

    Attributes:
        choices: (name, label, groups of options).
        heading: which column heads a row.
        source_ids: the table's numbers count them from 1.
        body: the figure, where it is another than the embed's.
        caption: of the table, where it is not the usual one.
        can_find: rows can be found by words.
    """

    choices: Sequence[tuple[str, str, Groups]]
    columns: Sequence[str]
    heading: int
    rows: Sequence[Sequence[str]]
    source_ids: Sequence[str]
    payload: dict[str, Any]
    body: Any = None
    caption: str = ""
    can_find: bool = False


class Pool:
    """Texts, each kept once and spoken of by its number."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


def in_year(query: str, year: int) -> str:
    """Return the query of a view for another year."""
    pairs = [(n, v) for n, v in parse_qsl(query.removeprefix("?")) if n != "year"]
    return to_query([*pairs, ("year", str(year))])


def evidence_words(grade: str) -> str:
    """Return a grade as the table says it: ``○ Source named, not yet checked``."""
    return " ".join(EVIDENCE[grade]) if grade else "–"


def numbered(numbers: Sequence[int]) -> str:
    """Return sources as the table names them: ``3, 17``."""
    return ", ".join(map(str, numbers)) if numbers else NO_SOURCE
