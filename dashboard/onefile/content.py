"""What a kind of view puts into its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.components.evidence import EVIDENCE

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # (heading or "", (value, words))
NO_SOURCE = "No sourced fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The choices, the table as painted, and the data that the script reads.

    Attributes:
        choices: (name, label, groups of options).
        heading: which column heads a row.
        source_ids: the table's numbers count them from 1.
    """

    choices: Sequence[tuple[str, str, Groups]]
    columns: Sequence[str]
    heading: int
    rows: Sequence[Sequence[str]]
    source_ids: Sequence[str]
    payload: dict[str, Any]


class Pool:
    """Texts, each kept once and spoken of by its number."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


def evidence_words(grade: str) -> str:
    """Return a grade as the table says it: ``○ Source named, not yet checked``."""
    return " ".join(EVIDENCE[grade]) if grade else "–"


def numbered(numbers: Sequence[int]) -> str:
    """Return sources as the table names them: ``3, 17``."""
    return ", ".join(map(str, numbers)) if numbers else NO_SOURCE
