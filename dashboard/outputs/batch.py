"""Many files: one after the other, whatever happens to one of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dashboard.address import AddressError
from dashboard.api.problems import ProblemError
from dashboard.outputs.journal import Journal, write_whole
from dashboard.outputs.names import OutputError, safe_path
from dashboard.outputs.wanted import Wanted, wanted
from dashboard.pictures.request import PictureError
from geodata.errors import DataError
from routes import RoutesError

FAULTS = logging.getLogger("childways.faults")
REFUSALS = (OutputError, AddressError, RoutesError, PictureError, DataError, OSError)


class Makes(Protocol):
    """What makes files: ``dashboard.outputs.maker.Maker``."""

    def make(self, asked: Wanted) -> bytes: ...
    def key(self, asked: Wanted) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One file that is wanted, as it was asked for; nothing in it has been checked.

    Attributes:
        row: of the list; the header is row 1.
    """

    view: str
    to: str
    looks: dict[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One file that could not be made, and why."""

    row: int
    view: str
    to: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended.

    Attributes:
        made, kept: names of files made now, and of those that were whole already.
    """

    made: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[Failure, ...]


def make_all(
    maker: Makes, lines: Sequence[Line], folder: Path, progress: Callable[[str], None]
) -> Outcome:
    """Make every file that is not there whole already.

    Args:
        progress: called with each name when its turn has come.

    Raises:
        OSError: the folder can't be made or read.
    """
    journal = Journal(folder)
    journal.tidy()
    made: list[str] = []
    kept: list[str] = []
    failed: list[Failure] = []
    taken: dict[str, int] = {}
    for line in lines:
        progress(line.to)
        try:
            path = safe_path(folder, line.to)
            first = taken.setdefault(line.to.casefold(), line.row)
            if first != line.row:
                raise OutputError(f"Row {first} has this name already. Give each its own.")
            asked = wanted(line.view, line.to, **line.looks)
            key = maker.key(asked)
            if journal.has(path, key):
                kept.append(line.to)
                continue
            journal.put(path, maker.make(asked), key)
            made.append(line.to)
        except Exception as error:
            failed.append(Failure(row=line.row, view=line.view, to=line.to, why=why(error)))
    return Outcome(made=tuple(made), kept=tuple(kept), failed=tuple(failed))


def make_one(maker: Makes, line: Line, path: Path) -> Outcome:
    """Make one file at a path of the caller's choice, in place of what is there."""
    try:
        write_whole(path, maker.make(wanted(line.view, line.to, **line.looks)))
    except Exception as error:
        failed = Failure(row=line.row, view=line.view, to=line.to, why=why(error))
        return Outcome(made=(), kept=(), failed=(failed,))
    return Outcome(made=(line.to,), kept=(), failed=())


def why(error: Exception) -> str:
    """Return the reason for those who asked; a fault of ours goes to the log with its trace."""
    if isinstance(error, ProblemError):
        return error.detail
    if isinstance(error, OSError):
        return f"It can't be written: {error.strerror or error}."
    if isinstance(error, REFUSALS):
        return str(error)
    FAULTS.error("a file could not be made", exc_info=error)
    return f"The fault is ours: {type(error).__name__}."
