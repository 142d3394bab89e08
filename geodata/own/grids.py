"""Files of a reader -> the cells of tables. Whatever is in them, it ends, and says what is wrong.

A CSV is one table, named by its file. A workbook is one table named by its file, or several named
by their sheets.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from geodata.errors import Fault
from geodata.resources import CURATED

READ_AS = (".csv", ".xlsx")
# The atlas's record of itself, and what it says of official figures.
ATLAS_ONLY = ("versions", "corrections", "series", "death_routes")
OWN_TABLES = tuple(name for name in CURATED if name not in ATLAS_ONLY)
HOW_TO = "How to"  # a sheet of the template that holds no rows
SHEET = ", sheet "  # stands between the name of a workbook and that of a sheet in it
_UNREADABLE = (
    InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    OSError, SyntaxError, EOFError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins
# What is packed in other ways can't be unpacked bit by bit.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TEXT = "a table with a header, as CSV (UTF-8) or Excel (.xlsx)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is read at most: a file that is made to be endless ends here.

    ``bytes_unpacked`` and ``marks`` are for all workbooks together.
    """

    files: int = 30
    bytes_of_file: int = 5_000_000
    bytes_unpacked: int = 60_000_000
    parts_of_workbook: int = 300
    marks: int = 3_000_000  # elements of XML, about, in all workbooks together
    rows: int = 20_000
    columns: int = 40
    letters: int = 5_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it stands in a file: (line, cells), the header first."""

    table: str
    file: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def as_grids(files: Mapping[str, bytes], limits: Limits = LIMITS) -> tuple[list[Grid], list[Fault]]:
    """Return the tables in some files, and everything that could not be read.

    Args:
        files: name -> bytes.
    """
    if len(files) > limits.files:
        return [], [Fault("", 0, "", f"{len(files)} files", f"{limits.files} at most")]
    found: list[Grid] = []
    faults: list[Fault] = []
    spent = _Spent()
    for name, content in sorted(files.items()):
        grids, wrong = _grids(name, content, limits, spent)
        found += grids
        faults += wrong
    rows = sum(len(grid.rows) for grid in found)
    if rows > limits.rows:
        faults.append(Fault("", 0, "", f"{rows} rows in all", f"{limits.rows} at most"))
    seen: dict[str, str] = {}
    for grid in found:
        if grid.table in seen:
            faults.append(Fault(grid.file, 0, "", f"the table {grid.table!r} again (first in "
                                f"{seen[grid.table]})", "each table once"))  # fmt: skip
        seen.setdefault(grid.table, grid.file)
    return found, faults


@dataclass(slots=True)
class _Spent:
    """What the workbooks read so far took of their limits."""

    bytes_unpacked: int = 0
    marks: int = 0


def _grids(
    name: str, content: bytes, limits: Limits, spent: _Spent
) -> tuple[list[Grid], list[Fault]]:
    path = PurePath(name)
    kind = path.suffix.casefold()
    if kind not in READ_AS:
        return [], [Fault(name, 0, "", f"a file {kind or 'without ending'!r}", _TEXT)]
    if len(content) > limits.bytes_of_file:
        size = f"{limits.bytes_of_file / 1e6:g} MB at most"
        return [], [Fault(name, 0, "", f"{len(content) / 1e6:.1f} MB", size)]
    if kind == ".csv":
        wrong = _wrong_name(path.stem, name)
        grid, faults = _of_csv(name, path.stem, content, limits)
        return ([grid] if grid and not wrong else []), [*wrong, *faults]
    return _of_workbook(name, path.stem, content, limits, spent)


def _wrong_name(table: str, file: str) -> list[Fault]:
    if table in OWN_TABLES:
        return []
    if table in ATLAS_ONLY:
        return [Fault(file, 0, "", f"the table {table!r}, the atlas's own record",
                      "tables of facts")]  # fmt: skip
    return [Fault(file, 0, "", f"no table {table!r}", f"one of {', '.join(OWN_TABLES)}")]


def _of_csv(
    name: str, table: str, content: bytes, limits: Limits
) -> tuple[Grid | None, list[Fault]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        bad = f"byte 0x{content[error.start]:02x}, which is not UTF-8"
        return None, [Fault(name, line, "", bad, "text saved as UTF-8")]
    header = text.partition("\n")[0]
    # Excel writes semicolons where a comma stands in decimals.
    mark = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows = []
    try:
        begins = 1
        for cells in islice(reader, limits.rows + 2):
            rows.append((begins, tuple(cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        return None, [Fault(name, reader.line_num, "", f"no row of a CSV ({error})", _TEXT)]
    return _grid(table, name, rows, limits)


def _grid(
    table: str, file: str, rows: Iterable[tuple[int, tuple[str, ...]]], limits: Limits
) -> tuple[Grid | None, list[Fault]]:
    """Return a table; every row as wide as the header, empty ones left out."""
    kept = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if not kept:
        columns = ", ".join(CURATED[table].columns) if table in CURATED else "a table"
        return None, [Fault(file, 0, "", "an empty table", f"a header: {columns}")]
    faults = [
        Fault(file, line, "", f"{len(cells)} cells", f"{limits.columns} at most")
        for line, cells in kept
        if len(cells) > limits.columns
    ]
    faults += [
        Fault(file, line, "", f"a cell of {len(cell)} characters", f"{limits.letters} at most")
        for line, cells in kept
        for cell in cells
        if len(cell) > limits.letters
    ]
    return (None if faults else Grid(table, file, tuple(kept))), faults


def _of_workbook(
    name: str, stem: str, content: bytes, limits: Limits, spent: _Spent
) -> tuple[list[Grid], list[Fault]]:
    plain, unsafe = _unpacked(content, limits, spent)
    if unsafe:
        return [], [Fault(name, 0, "", unsafe, _TEXT)]
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(plain), read_only=True, data_only=False, keep_links=False
        )
        named = {sheet.title: sheet for sheet in book.worksheets}
        return _of_sheets(name, stem, named, limits)
    except _UNREADABLE as error:
        # openpyxl says what it can't read in many ways; none of them is a fault of ours.
        said = f"a workbook that can't be read ({type(error).__name__})"
        return [], [Fault(name, 0, "", said, _TEXT)]


def _of_sheets(
    name: str, stem: str, sheets: Mapping[str, Any], limits: Limits
) -> tuple[list[Grid], list[Fault]]:
    tables = {title: title for title in sheets if title in CURATED}
    if not tables and stem in CURATED and sheets:
        tables = {next(iter(sheets)): stem}
    found: list[Grid] = []
    faults: list[Fault] = []
    for title, sheet in sheets.items():
        file = f"{name}{SHEET}{title[:40]}"
        if title not in tables:
            if title != HOW_TO:
                faults += _wrong_name(title[:40], file)
            continue
        wrong = _wrong_name(tables[title], file)
        formulas: list[Fault] = []
        rows = list(_cells(sheet, file, limits, formulas))
        is_template = len(rows) == 1 and len(tables) > 1  # a sheet that was left as it was
        if is_template:
            continue
        grid, bad = _grid(tables[title], file, rows, limits)
        faults += [*wrong, *formulas, *bad]
        found += [grid] if grid and not wrong and not formulas else []
    return found, faults


def _cells(
    sheet: Any, file: str, limits: Limits, formulas: list[Fault]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()  # what it says of its own size need not be so
    rows = sheet.iter_rows(max_row=limits.rows + 2, max_col=limits.columns + 1)
    width = 0
    for line, cells in enumerate(rows, start=1):
        for cell in cells:
            if cell.data_type == "f":
                formulas.append(Fault(file, line, str(getattr(cell, "coordinate", "")),
                                      "a formula", "a value"))  # fmt: skip
        texts = [_text(cell.value) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            width = width or len(texts)
            yield line, tuple(texts + [""] * (width - len(texts)))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # a spreadsheet keeps every number as a decimal
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _unpacked(content: bytes, limits: Limits, spent: _Spent) -> tuple[bytes, str]:
    """Return a workbook without compression, or why it is not opened.

    A workbook is a zip of XML: a few bytes can stand for gigabytes, in the zip and in the XML. Any
    part may be read as XML, whatever its name: the workbook itself says which is what. What a part
    states of its size need not be so, and who reads it whole would unpack all of it to find out.
    """
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(made, "w") as copy:
            infos = parts.infolist()
            why = _odd_parts(infos, limits, spent)
            for info in () if why else infos:
                with parts.open(info) as file:
                    part = file.read(info.file_size)  # never more than that is unpacked
                why = _odd_part(info.filename, part, limits, spent)
                if why:
                    break
                copy.writestr(info.filename, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError,
            EOFError, ValueError, zlib.error) as error:  # fmt: skip
        return b"", f"no workbook ({type(error).__name__})"
    return (b"", why) if why else (made.getvalue(), "")


def _odd_parts(infos: list[zipfile.ZipInfo], limits: Limits, spent: _Spent) -> str:
    if len(infos) > limits.parts_of_workbook:
        return f"a workbook of {len(infos)} parts"
    if len({info.filename for info in infos}) < len(infos):
        return "a workbook with one part twice"
    if any(info.compress_type not in _PACKED for info in infos):
        return "a workbook packed as no spreadsheet packs it"
    spent.bytes_unpacked += sum(info.file_size for info in infos)
    if spent.bytes_unpacked > limits.bytes_unpacked:
        return f"more than {limits.bytes_unpacked / 1e6:g} MB when unpacked"
    return ""


def _odd_part(name: str, part: bytes, limits: Limits, spent: _Spent) -> str:
    is_picture = name.casefold().startswith("xl/media/")
    is_wide = b"\x00" in part[:100] or part[:2] in _WIDE
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or (is_wide and not is_picture):
        return "a workbook with a document type, or not in UTF-8"
    spent.marks += part.count(b"<")
    if spent.marks > limits.marks:
        return f"more than {limits.marks:,} elements in workbooks"
    return ""
