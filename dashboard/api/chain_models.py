"""What the API answers on where a number comes from."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dashboard.api.models import Shape
from routes.chains import Kind


class Place(Shape):
    """Where something stands in a file."""

    file: Annotated[str, Field(description="As it stands in the repository, or a snapshot.")]
    line: Annotated[
        int | None,
        Field(description="On which the row begins; the header is line 1; null: has no lines."),
    ]
    column: Annotated[str, Field(description="Empty where the whole row is meant.")]
    cell: Annotated[str, Field(description="What stands there.")]
    sha256: Annotated[str, Field(description="Of the file that the build read; empty: unknown.")]


class Cited(Shape):
    source_id: str
    publisher: str
    title: str
    year: int | None
    address: Annotated[str, Field(description="Where it can be read; empty where not known.")]
    licence: Annotated[str, Field(description="Empty where not stated.")]
    retrieved: Annotated[str, Field(description="Empty where no day is recorded.")]


class Code(Shape):
    file: str
    sha256: str


class Step(Shape):
    """One step of the build."""

    name: str
    file: Annotated[str, Field(description="What it made, in the build.")]
    sha256: str
    content: Annotated[str, Field(description="Digest of what the file says, on any machine.")]
    code: list[Code]


class Link(Shape):
    """One thing in a chain, with what it was made from."""

    kind: Kind
    name: Annotated[str, Field(description="The same for the same thing within a chain.")]
    title: str
    value: Annotated[str | None, Field(description="Null: not known, or has no value.")]
    said: str
    place: Place | None
    as_of_year: int | None
    carried_years: int | None
    evidence: str
    confidence: str
    source: Cited | None
    step: Step | None
    made_from: Annotated[list[Link], Field(description="The deciding one first.")]


class Chain(Shape):
    """Where one number comes from."""

    title: str
    top: Link
    software: str
    code_version: Annotated[str, Field(description="Digest over all code that the build ran.")]
    build: Annotated[str, Field(description="Names code and data together.")]
    date: Annotated[str, Field(description="The day of the data version.")]
    page: Annotated[str, Field(description="The page of the atlas that shows the same.")]


class LinkRow(Shape):
    """One link of a chain as a row; ``depth`` 0 is the number itself."""

    depth: int
    kind: Kind
    title: str
    value: str | None
    said: str
    file: str
    line: int | None
    column: str
    cell: str
    sha256: str
    as_of_year: int | None
    carried_years: int | None
    evidence: str
    confidence: str
    source_id: str
    publisher: str
    address: str
    licence: str
    built_file: str
