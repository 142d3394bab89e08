"""Names of files in a list: they stay in their folder, on every system."""

from __future__ import annotations

import re
from pathlib import Path

LONGEST_NAME, DEEPEST = 120, 4
_PART = re.compile(r"[A-Za-z0-9_@()+,=~-][A-Za-z0-9 ._@()+,=~-]*")
# Names that Windows keeps for devices, with any ending.
_KEPT = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}


class OutputError(Exception):
    """A file that can't be made; the message says why and what to do."""


def safe_path(folder: Path, name: str) -> Path:
    """Return the path of a name inside a folder.

    Raises:
        OutputError: the name leads out of the folder, or is none that every system can hold.
    """
    parts = name.split("/")
    is_plain = 1 <= len(parts) <= DEEPEST and all(_is_safe(part) for part in parts)
    if not is_plain or len(name) > LONGEST_NAME:
        raise OutputError(
            f"{name[:100]!r} is no name for a file here. Take letters, digits, spaces, dots, "
            f"hyphens and the like, at most {LONGEST_NAME} of them, and / between folders: it "
            "stays inside the folder."
        )
    path = folder.joinpath(*parts)
    # A link in the folder could still lead elsewhere.
    if not path.parent.resolve().is_relative_to(folder.resolve()) or path.is_dir():
        raise OutputError(f"{name!r} leads out of {folder}, or is a folder there.")
    return path


def _is_safe(part: str) -> bool:
    is_plain = bool(_PART.fullmatch(part)) and not part.endswith((".", " "))
    return is_plain and part.partition(".")[0].strip().casefold() not in _KEPT
