"""Whether readers may look at the atlas with facts of their own, and under which terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.config import Config
from geodata.check import facts_folder
from geodata.provenance import checksums

FACTS = "facts/"  # begins the names of curated tables in a manifest's ``inputs``


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the page on own facts says of it.

    Attributes:
        why_not: why it is not offered; "" when it is.
        minutes: without a look, after which her facts are forgotten.
        is_kept: her tables are in a folder of the server meanwhile, as its operator set it.
    """

    why_not: str = ""
    minutes: int = 60
    is_kept: bool = False

    @property
    def is_open(self) -> bool:
        return not self.why_not

    @classmethod
    def of(cls, config: Config, manifest: Mapping[str, Any]) -> Offer:
        """Return what a server with these settings offers over a build."""
        return cls(
            why_not=_why_not(config, manifest),
            minutes=config.own_minutes,
            is_kept=bool(config.own_keep),
        )


def _why_not(config: Config, manifest: Mapping[str, Any]) -> str:
    if not config.own_views:
        return "the operator of this site does not offer it"
    if config.workers > 1 and not config.own_keep:
        return (
            "this site answers with several processes that share no memory, and its operator has "
            "named no folder for such tables"
        )
    if "own" in manifest:
        return "this atlas is already one with own facts"
    read = {n: c for n, c in manifest.get("inputs", {}).items() if n.startswith(FACTS)}
    folder = facts_folder()
    if read != {f"{FACTS}{n}": c for n, c in checksums(folder.glob("*.csv"), folder).items()}:
        return "this atlas was built from other tables than the ones that lie here"
    return ""
