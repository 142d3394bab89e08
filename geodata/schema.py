"""The declared shape of a table: says what a column holds, and checks a file against it.

``Field``, ``primary key`` and ``required`` mean what they mean in the Frictionless Table Schema.
Every fault is found in one go, with the line to look at.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from geodata.errors import Fault

Kind = Literal["string", "iso3", "integer", "number"]
_DTYPES = {"string": "string", "iso3": "string", "integer": "Int64", "number": "Float64"}
_WORDS = {"integer": "a whole number", "number": "a number", "iso3": "an ISO 3166-1 alpha-3 code"}
SHORTEST = 3  # an ISO3 code has three characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column.

    Attributes:
        meaning: what it holds, in words, for the data dictionary.
        unit: of a number, for instance ``degrees`` or ``days``.
        allowed: the values it may hold; empty is any.
        required: whether a cell may be empty.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None

    @property
    def dtype(self) -> str:
        return _DTYPES[self.kind]

    def expected(self) -> str:
        """Return what a cell must hold, in words."""
        if self.allowed:
            text = f"one of {', '.join(self.allowed)}"
        elif self.minimum is not None and self.maximum is not None:
            word = _WORDS.get(self.kind, "text")
            text = f"{word} from {self.minimum:g} to {self.maximum:g}"
        else:
            text = _WORDS.get(self.kind, "text")
        return text if self.required else f"{text}, or nothing"

    def fault_in(self, cell: str) -> bool:
        """Return whether a cell breaks the declaration."""
        if cell == "":
            return self.required
        if self.allowed:
            return cell not in self.allowed
        if self.kind == "iso3":
            return not (len(cell) == SHORTEST and cell.isascii() and cell.isalnum()
                        and cell == cell.upper())  # fmt: skip
        if self.kind in ("integer", "number"):
            try:
                value = int(cell) if self.kind == "integer" else float(cell)
            except ValueError:
                return True
            low = -float("inf") if self.minimum is None else self.minimum
            high = float("inf") if self.maximum is None else self.maximum
            return not low <= value <= high
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """One table: its columns in order and the columns that name a row.

    Attributes:
        geometry: of a layer, ``Point`` or ``MultiPolygon``; "" for a table. CRS is EPSG:4326.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    geometry: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def read(self, path: Path) -> tuple[pd.DataFrame, list[Fault]]:
        """Read a CSV file and check it.

        Returns:
            The rows that could be read, with a column ``row`` (line in the file), and all faults.
            Text is ``""`` where empty, numbers are NA.
        """
        file = path.name
        if not path.is_file():
            return self.empty(), [Fault(file, 0, "", "no such file", f"the table {self.name!r}")]
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            bad = f"byte 0x{error.object[error.start]:02x}, which is not UTF-8"
            return self.empty(), [Fault(file, line, "", bad, "text saved as UTF-8")]
        if not text.strip():
            return self.empty(), [
                Fault(file, 0, "", "an empty file", f"a header: {', '.join(self.columns)}")
            ]
        return self._parse(file, text)

    def empty(self) -> pd.DataFrame:
        return self._frame([], [])

    def _parse(self, file: str, text: str) -> tuple[pd.DataFrame, list[Fault]]:
        return self.read_rows(file, _numbered(csv.reader(io.StringIO(text, newline=""))))

    def read_rows(
        self, file: str, rows: Iterable[tuple[int, Sequence[str]]]
    ) -> tuple[pd.DataFrame, list[Fault]]:
        """Check rows of cells, the header first, each with its line in ``file``. See ``read``."""
        numbered = iter(rows)
        _, header = next(numbered)
        header = [name.strip() for name in header]
        faults = [
            Fault(file, 1, name, "no such column", f"the column {name!r}")
            for name in self.columns
            if name not in header
        ]
        faults += [
            Fault(file, 1, name, "a column that is not declared", ", ".join(self.columns))
            for name in header
            if name not in self.columns
        ]
        faults += [
            Fault(file, 1, name, "the column twice", "each column once")
            for name in self.columns
            if header.count(name) > 1
        ]
        if faults:
            return self.empty(), faults
        kept, lines = [], []
        for line, cells in numbered:
            if not any(cells):
                continue
            if len(cells) != len(header):
                faults.append(
                    Fault(file, line, "", f"{len(cells)} cells", f"{len(header)} as in the header")
                )
                continue
            kept.append(dict(zip(header, (cell.strip() for cell in cells), strict=True)))
            lines.append(line)
        faults += self._faults(file, kept, lines)
        bad = {fault.row for fault in faults}
        good = [i for i, line in enumerate(lines) if line not in bad]
        return self._frame([kept[i] for i in good], [lines[i] for i in good]), faults

    def _faults(self, file: str, rows: list[dict[str, str]], lines: list[int]) -> Iterator[Fault]:
        seen: dict[tuple[str, ...], int] = {}
        for row, line in zip(rows, lines, strict=True):
            for field in self.fields:
                cell = row[field.name]
                if field.fault_in(cell):
                    found = repr(cell[:60]) if cell else "nothing"
                    yield Fault(file, line, field.name, found, field.expected())
            key = tuple(row[name] for name in self.key)
            if key in seen:
                yield Fault(
                    file, line, "+".join(self.key), f"{', '.join(key)} again (first in row "
                    f"{seen[key]})", "each key once",
                )  # fmt: skip
            seen.setdefault(key, line)

    def _frame(self, rows: list[dict[str, str]], lines: list[int]) -> pd.DataFrame:
        columns = {}
        for field in self.fields:
            cells = [row[field.name] for row in rows]
            if field.kind == "integer":
                values = [int(cell) if cell else None for cell in cells]
                columns[field.name] = pd.Series(values, dtype="Int64")
            elif field.kind == "number":
                numbers = [float(cell) if cell else None for cell in cells]
                columns[field.name] = pd.Series(numbers, dtype="Float64")
            else:
                columns[field.name] = pd.Series(cells, dtype="string")
        columns["row"] = pd.Series(lines, dtype="Int64")
        return pd.DataFrame(columns)

    def faults_of_built(self, frame: pd.DataFrame) -> list[str]:
        """Return what a built table breaks: missing columns, a repeated key."""
        missing = [name for name in self.columns if name not in frame.columns]
        faults = [f"column {name!r} is missing" for name in missing]
        if not set(self.key) & set(missing) and frame.duplicated(list(self.key)).any():
            faults.append(f"the key {'+'.join(self.key)} is not unique")
        return faults


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a CSV with the line it begins in."""
    begins = 1
    for cells in reader:
        line, begins = begins, reader.line_num + 1
        yield line, cells
