"""Errors of the model. Each says what is wrong, where, and what would be right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class RoutesError(ValueError):
    """Something asked of the model does not exist or does not hold together."""


class UnknownNameError(RoutesError):
    """A route, branch, country, goal or measure that the atlas does not have.

    Args:
        where: what it was looked for in, told after the name found.
        names: what each known name stands for; said beside it, and matched as well, so that a
            country's name typed in place of its code finds the code.
    """

    def __init__(
        self,
        kind: str,
        found: str,
        known: Iterable[str],
        *,
        where: str = "",
        names: Mapping[str, str] | None = None,
    ) -> None:
        near = _nearest(found, sorted(known), names or {})
        told = [f"{name} ({names[name]})" if names and name in names else name for name in near]
        place = f" {where}" if where else ""
        super().__init__(f"No {kind} {found!r}{place}. Nearest: {', '.join(told)}.")
        self.kind, self.found, self.nearest = kind, found, near


def _nearest(found: str, known: list[str], names: Mapping[str, str]) -> list[str]:
    by_name: dict[str, list[str]] = {}
    for key, name in names.items():
        by_name.setdefault(_plain(name), []).append(key)
    plain = _plain(found)
    within = [name for name in by_name if len(plain) > 3 and plain in name]
    close = get_close_matches(plain, by_name, n=3, cutoff=0.6)
    from_names = [key for name in dict.fromkeys(close + within) for key in by_name[name]]
    codes = {_plain(name): name for name in known}
    # Once a name was typed, codes that share a letter or two with it are noise.
    cutoff = 0.8 if from_names else 0.4
    from_codes = [codes[name] for name in get_close_matches(plain, codes, n=3, cutoff=cutoff)]
    return list(dict.fromkeys(from_codes + from_names))[:3] or known[:3]


def _plain(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


class BrokenRubricError(RoutesError):
    """A rubric table names something that does not exist, or leaves a value without a rule."""


class BrokenJourneyError(RoutesError):
    """A journey whose stages do not follow one another."""
