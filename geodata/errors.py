"""Errors of the data. Each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class DataError(ValueError):
    """Data that can't be used as it is."""


class MissingLayerError(DataError):
    """A layer or table that has not been built."""


class BrokenBuildError(DataError):
    """A built file that is cut short, changed, or not the one the manifest names."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one table. ``row`` is the line in the file: the header is row 1."""

    file: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}" if self.row else self.file
        column = f", column {self.column}" if self.column else ""
        return f"{where}{column}: found {self.found}, expected {self.expected}"


class FaultyFactsError(DataError):
    """The curated facts hold faults; all of them, in the order of files and rows."""

    of = "the curated facts"
    again = "build again; the last good build stays in use"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(
            f"{count} fault{'' if count == 1 else 's'} in {self.of}. Mend "
            f"{'it' if count == 1 else 'them'} and {self.again}.\n{lines}"
        )


class FaultyOwnFactsError(FaultyFactsError):
    """A reader's own facts hold faults; none of them is taken in."""

    of = "your own facts"
    again = "try again; nothing of them was taken in"
