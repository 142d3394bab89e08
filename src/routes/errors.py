"""Errors of the model. Each says what is wrong, where, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class RoutesError(ValueError):
    """Something asked of the model does not exist or does not hold together."""


class UnknownNameError(RoutesError):
    """A route, branch, country, goal or measure that the atlas does not have."""

    def __init__(self, kind: str, found: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(found, names, n=3, cutoff=0.4) or names[:3]
        super().__init__(f"No {kind} {found!r}. Nearest: {', '.join(near)}.")
        self.kind, self.found, self.nearest = kind, found, near


class BrokenRubricError(RoutesError):
    """A rubric table names something that does not exist, or leaves a value without a rule."""


class BrokenJourneyError(RoutesError):
    """A journey whose stages do not follow one another."""
