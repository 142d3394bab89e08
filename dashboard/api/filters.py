"""Filters that several endpoints have, and what is said of names that do not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.api.asked import Said
from dashboard.api.content import Content
from dashboard.api.problems import Fault, ProblemError
from routes import UnknownNameError


@dataclass(frozen=True, slots=True)
class Chosen:
    """Countries that a filter names; ``notes`` tells of those that do not exist."""

    iso3s: tuple[str, ...]
    notes: tuple[str, ...] = ()


def countries_of(content: Content, codes: str | None) -> Chosen:
    """Return the countries of a filter, in its order; all of them when there is none."""
    if codes is None:
        return Chosen(tuple(content.data.iso3s))
    found, notes = [], []
    for code in dict.fromkeys(code.upper() for code in codes.split(",")):
        try:
            found.append(content.data.known_country(code))
        except UnknownNameError as error:
            notes.append(str(error))
    return Chosen(tuple(found), tuple(notes))


def check_known(name: str, value: str, known: Iterable[str]) -> None:
    """Raise a problem when a filter names something that does not exist."""
    names = list(known)
    if value in names:
        return
    error = UnknownNameError(name, value[:100], names)
    fault = Fault(where=f"query: {name}", found=repr(value)[:60], expected=", ".join(names))
    raise ProblemError(400, str(error), nearest=tuple(error.nearest), faults=(fault,))


def noted(said: Said, *notes: str) -> Said:
    return replace(said, notes=[*said.notes, *notes])
