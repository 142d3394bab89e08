"""Sentences as parts, so that a screen can link each named thing to its facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from routes.model import Child

Side = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A piece of a sentence that stands for something with facts behind it.

    Attributes:
        order: the stage on the journey, 1 at the origin; None when no single stage is meant.
        goal, measure: which cell, and which of its questions.
        side: which of two journeys, in a comparison.
    """

    text: str
    order: int | None = None
    goal: int | None = None
    measure: str | None = None
    side: Side | None = None


Part: TypeAlias = str | Ref
Parts: TypeAlias = tuple[Part, ...]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or more plain sentences on one subject (``kind``), made from data."""

    kind: str
    parts: Parts

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def refs(self) -> tuple[Ref, ...]:
        return tuple(part for part in self.parts if isinstance(part, Ref))


def sentence(kind: str, *parts: Part | Parts) -> Sentence:
    """Flatten the parts, join neighbouring strings."""
    flat: list[Part] = []
    for given in parts:
        for part in given if isinstance(given, tuple) else (given,):
            if isinstance(part, str) and flat and isinstance(flat[-1], str):
                flat[-1] += part
            elif part != "":
                flat.append(part)
    return Sentence(kind, tuple(flat))


def listing(items: Iterable[Parts], *, comma: str = ", ", last: str = " and ") -> Parts:
    """a; a and b; a, b and c."""
    each = list(items)
    parts: list[Part] = []
    for i, item in enumerate(each):
        if i:
            parts.append(last if i == len(each) - 1 else comma)
        parts.extend(item)
    return tuple(parts)


def first_few(items: Sequence[Item], most: int = 3) -> tuple[Sequence[Item], int]:
    """Return those to name and how many are left to count; never just one of them."""
    shown = items if len(items) <= most + 1 else items[:most]
    return shown, len(items) - len(shown)


def clauses(items: Sequence[Parts]) -> Parts:
    """Like ``listing``, for items that hold commas of their own."""
    return listing(items, comma="; ", last="; and ")


def count(number: int, one: str, many: str | None = None) -> str:
    """1 level, 2 levels; 1 country, 2 countries."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """Whole percent of a share 0 to 1; never 0% for some, nor 100% for not all."""
    if 0 < share < 0.01:
        return "less than 1%"
    if 0.99 < share < 1:
        return "more than 99%"
    return f"{share * 100:.0f}%"


LEVEL_NAMES = ("Not protected", "Weak", "Partly", "With exceptions", "Protected")
STATUS_IN_TEXT = {
    "refugee": "who is a refugee",
    "asylum_seeker": "seeking asylum",
    "undocumented": "without papers",
    "trafficked": "who was trafficked",
}


def child_in_text(child: Child) -> str:
    """Return for instance ``a child of 15, alone, seeking asylum``."""
    company = "alone" if child.company == "alone" else "with family"
    return f"a child of {child.age}, {company}, {STATUS_IN_TEXT[child.status]}"


_WITH_THE = frozenset({
    "ALA", "ARE", "ATF", "BES", "BHS", "CAF", "CCK", "COD", "COG", "COK", "COM", "CYM", "DOM",
    "FLK", "FRO", "GBR", "GMB", "HMD", "IMN", "KOR", "MDV", "MHL", "MNP", "NLD", "PCN", "PHL",
    "PRK", "PSE", "SGS", "SLB", "SYC", "TCA", "USA", "VGB", "VIR",
})  # fmt: skip
_IN_TEXT = {
    "HKG": "Hong Kong (China)",
    "MAC": "Macao (China)",
    "VCT": "St. Vincent and the Grenadines",
}


def country_in_text(iso3: str, name: str) -> str:
    """Return a country's name as it reads within a sentence: the Gambia, Bosnia and Herzegovina."""
    if name.startswith("Disputed area: "):
        return "the disputed area of " + name.removeprefix("Disputed area: ")
    text = _IN_TEXT.get(iso3, name.replace(" & ", " and "))
    return f"the {text}" if iso3 in _WITH_THE else text
