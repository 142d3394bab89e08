"""One embedded view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One embedded view.

    Attributes:
        back: address of the same view on the site.
    """

    title: str
    line: str
    body: Any
    back: str
    slots: dict[str, str]
