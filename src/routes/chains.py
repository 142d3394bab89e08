"""What a chain of provenance is made of: from a number on screen back to the cell and the source.

A chain is a tree. Its top is the number; below each link stand the links that it was made from,
down to a source, a rule, or an unknown that is named. Nothing here knows a screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from routes.model import Child

Kind = Literal[
    "level",  # the protection level of one goal
    "answer",  # one question of a rubric, or one measure
    "stage",  # one stage of a journey
    "drop",  # the fall between two stages
    "promise",  # the verdict on one promise of one country
    "commitment",  # the promise itself, as it is written
    "check",  # one measure that tells whether a promise is kept
    "figures",  # recorded figures of a route
    "figure",  # one of them, or one official figure
    "rule",  # a row of a rubric
    "fact",  # a row of the built facts
    "cell",  # a cell of a curated table, or of a publisher's answer
    "snapshot",  # a publisher's answer as it was received
    "source",  # a publication or data set
    "unknown",  # what nobody told us
    "aside",  # a fact that is held and not used here
]
ENDS: tuple[Kind, ...] = ("source", "rule", "unknown", "aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a file.

    Attributes:
        file: as it stands in the repository, or a built file or snapshot.
        line: on which the row begins, the header is line 1; None where a file has no lines.
        column, cell: the cell and what stands in it; "" where the whole row is meant.
        sha256: of the file that the build read; "" where it is not recorded.
    """

    file: str
    line: int | None = None
    column: str = ""
    cell: str = ""
    sha256: str = ""

    def __str__(self) -> str:
        line = "" if self.line is None else f", line {self.line}"
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{line}{column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A source as ``sources.csv`` has it.

    Attributes:
        year: of publication, or of the data; None where nobody named one.
        url, licence: "" where not known.
        retrieved: when we received it, ISO 8601; "" for what was read and not downloaded.
    """

    source_id: str
    publisher: str
    title: str
    year: int | None
    url: str
    licence: str
    retrieved: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the build.

    Attributes:
        name: of the step.
        file: what it made, in the build.
        sha256: of that file.
        content: digest of what the file says, the same on every machine.
        code: our modules that made it -> their checksums.
    """

    name: str
    file: str
    sha256: str
    content: str
    code: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One thing in a chain.

    Attributes:
        name: the same thing has the same name in every chain of one data version.
        title: what it is, in words.
        value: what it says; None where it says nothing or is not known.
        said: a sentence or two: why it is so, or what the source says in our words.
        as_of_year, carried_years: of a fact: the year it speaks for, and how many years later it is
            used here.
        step: how it was made of what follows; None where nothing was computed.
        made_from: what it was made from, the deciding one first.
    """

    kind: Kind
    name: str
    title: str
    value: str | None = None
    said: str = ""
    place: Place | None = None
    as_of_year: int | None = None
    carried_years: int | None = None
    evidence: str = ""
    confidence: str = ""
    source: Cited | None = None
    step: Step | None = None
    made_from: tuple[Link, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Link]]:
        """Yield this link and everything below it, each with its depth."""
        yield depth, self
        for link in self.made_from:
            yield from link.walk(depth + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Where one number comes from.

    Attributes:
        title: what is explained.
        year: of the number; None where the number has none of its own.
        child: whose it is; None where no child plays a part.
        data_version: names what every table, rubric and level says.
        date: the day of that version.
        software: name and version of the software that built it; "" where it was not recorded.
        code_version: twelve characters over the checksums of all code that the build ran.
        build: names code and data together.
    """

    title: str
    top: Link
    year: int | None
    child: Child | None
    checked_only: bool
    data_version: str
    date: str
    software: str
    code_version: str
    build: str

    def walk(self) -> Iterator[tuple[int, Link]]:
        return self.top.walk()

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link once, in the order of the tree."""
        return tuple({link.name: link for _, link in self.walk()}.values())

    @property
    def sources(self) -> tuple[Cited, ...]:
        found = (link.source for link in self.links if link.source)
        return tuple({source.source_id: source for source in found}.values())

    @property
    def unknowns(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.kind == "unknown")

    def to_dict(self) -> dict[str, Any]:
        """Return the chain as plain lists and dictionaries, for JSON."""
        return asdict(self)
