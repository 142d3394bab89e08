"""What a connector is made of: what it asks and how it reads an answer. Nothing goes online."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from geodata.errors import DataError
from geodata.snapshots import Origin
from geodata.tidy import FLOWS, INCIDENTS, OBSERVATIONS, frame

Form = Literal["json", "csv"]


# What reading an answer of another shape can raise.
UNEXPECTED = (ValueError, TypeError, LookupError, AttributeError, OverflowError)


class AnswerError(DataError):
    """An answer that is not what the service is known to send. Says what was found."""


class FetchError(DataError):
    """What could not be fetched: which service, which address, what was wrong, what to do."""

    def __init__(self, service: str, url: str, found: str, advice: str) -> None:
        self.service, self.url, self.found, self.advice = service, url, found, advice
        super().__init__(f"{service}, {url}: {found}. {advice}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request.

    Attributes:
        file: name of the file that the answer becomes.
        path: below the base address; the base itself when "".
        form: what the answer must be.
        empty: the status with which the service says that nothing matches; 0 if none does.
        page: number of this page, for services that page.
    """

    file: str
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    form: Form = "json"
    empty: int = 0
    page: int = 1

    def at(self, page: int, query: Mapping[str, str]) -> Ask:
        """Return the request for another page of the same."""
        stem, _, ending = self.file.rpartition(".")
        stem = stem.rpartition("-p")[0] if "-p" in stem else stem
        return replace(
            self,
            file=f"{stem}-p{page:04d}.{ending}",
            page=page,
            query={**self.query, **query},
        )


@dataclass(frozen=True, slots=True)
class Step:
    """What one answer says of the others: the next request, if any, and how many pages."""

    then: Ask | None = None
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a file came from; goes with every row that is read from it."""

    file: str
    snapshot: str
    source_id: str

    def row(self, locator: str) -> dict[str, str]:
        return {
            "source_id": self.source_id, "snapshot": self.snapshot,
            "locator": f"{self.file}#{locator}",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tidy:
    """What a snapshot says, as tables; see ``geodata.tidy``."""

    observations: pd.DataFrame = field(default_factory=lambda: frame(OBSERVATIONS, ()))
    flows: pd.DataFrame = field(default_factory=lambda: frame(FLOWS, ()))
    incidents: pd.DataFrame = field(default_factory=lambda: frame(INCIDENTS, ()))

    @property
    def values(self) -> int:
        """How many figures there are; an empty cell is none."""
        filled = self.observations["value"].notna().sum() + self.flows["value"].notna().sum()
        return int(filled) + len(self.incidents)


Files = Sequence[tuple[Where, bytes]]
Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """One publisher's service.

    Attributes:
        origin: publisher, title and licence, as they go into the metadata.
        base: the service's address, with a slash at its end; "" must be set by the operator.
        options: what an operator may set, with its default.
        plan: options -> the first request of each chain of pages.
        after: checks the shape of one answer, and says which request comes next.
        parse: all files of a snapshot -> tables. Pure: no network, no clock.
        key: name of the key the service wants, such as ``UCDP_TOKEN``; "" for none.
        key_in: ``header:NAME`` or ``query:NAME``.
        key_advice: how to get one.
    """

    origin: Origin
    base: str
    plan: Callable[[Options], list[Ask]]
    after: Callable[[Ask, bytes], Step]
    parse: Callable[[Files], Tidy]
    options: Options = field(default_factory=dict)
    key: str = ""
    key_in: str = ""
    key_advice: str = ""

    @property
    def name(self) -> str:
        return self.origin.source


def text_of(content: bytes) -> str:
    """Return an answer as text.

    Raises:
        AnswerError: it is not UTF-8, or is empty.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswerError(
            f"found byte 0x{content[error.start]:02x} at {error.start}, which is not UTF-8"
        ) from error
    if not text.strip():
        raise AnswerError("found an empty answer")
    if text.lstrip()[:1] == "<":
        raise AnswerError(f"found a page of HTML or XML ({text.lstrip()[:40]!r}) in place of data")
    return text


def json_of(content: bytes) -> Any:
    """Return an answer as JSON.

    Raises:
        AnswerError: it is not JSON, or not UTF-8.
    """
    text = text_of(content)
    try:
        return json.loads(text)
    except ValueError as error:
        raise AnswerError(f"found no whole JSON ({error})") from error


def rows_of(
    content: bytes, needed: Sequence[str], delimiter: str = ","
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line and cells of an answer in CSV. Cells stay text: "NA" is Namibia, "" is missing.

    Raises:
        AnswerError: a needed column is missing, or a row has too many or too few cells.
    """
    reader = csv.reader(io.StringIO(text_of(content), newline=""), delimiter=delimiter)
    header = [name.strip() for name in next(reader)]
    need(header, needed, "the header")
    begins = reader.line_num + 1
    for cells in reader:
        line, begins = begins, reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise AnswerError(
                f"found {len(cells)} cells in line {line}, and {len(header)} in the header: the "
                "file is cut short or its columns changed"
            )
        yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def table_of(content: bytes, needed: Sequence[str], file: str) -> pd.DataFrame:
    """Return the needed columns of an answer in CSV, as text, with ``locator``. See ``rows_of``."""
    rows = [
        (f"line {line}", *map(cells.__getitem__, needed))
        for line, cells in rows_of(content, needed)
    ]
    made = pd.DataFrame(rows, columns=["locator", *needed], dtype="str")
    return made.assign(file=file)


def items_of(items: Sequence[Any], needed: Sequence[str], file: str, path: str) -> pd.DataFrame:
    """Return the needed names of a list of JSON objects, as text, with ``locator``.

    Raises:
        AnswerError: an object lacks one.
    """
    for i, item in enumerate(items):
        need(item, needed, f"{file}, {path} {i}")
    rows = [
        (f"{path}/{i}", *("" if item[name] is None else str(item[name]) for name in needed))
        for i, item in enumerate(items)
    ]
    return pd.DataFrame(rows, columns=["locator", *needed], dtype="str").assign(file=file)


def need(found: Any, names: Sequence[str], where: str) -> None:
    """Check that an object or a header has the names we read.

    Raises:
        AnswerError: some are missing. Names them and what is there.
    """
    try:
        missing = [name for name in names if name not in found]
    except TypeError as error:
        raise AnswerError(f"{where} is {type(found).__name__}, expected an object") from error
    if missing:
        there = ", ".join(list(map(str, found))[:30]) or "nothing"
        raise AnswerError(f"{where} lacks {', '.join(missing)} (found {there}): the shape changed")


def more(locator: str, others: int, what: str) -> str:
    """Return the locator of a sum: its first part, and how many more there are."""
    return f"{locator} and {others} more {what}" if others else locator


def years(options: Options) -> list[int]:
    """Return the years that the options ask for.

    Raises:
        DataError: the first is after the last.
    """
    first, last = int(options["first_year"]), int(options["last_year"])
    if first > last:
        raise DataError(f"first_year {first} is after last_year {last}. Swap them.")
    return list(range(first, last + 1))
