"""One request as the endpoints see it: its format, its tag, and the envelope of its answer."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from dashboard.api import models
from dashboard.api.content import lens_of
from dashboard.api.formats import MEDIA_TYPES, Format, accepted, csv_text, flat
from dashboard.api.problems import PREFIX, Fault, ProblemError
from dashboard.api.questions import Paged
from dashboard.exports.cells import OWN_FACTS
from dashboard.exports.terms import LICENCE_OF_ANSWERS, cite_data
from dashboard.state import Lens
from routes import FIRST_YEAR, LAST_YEAR

LICENCE = f"{LICENCE_OF_ANSWERS}, see {PREFIX}/sources"
KEPT = "public, max-age=300, stale-while-revalidate=86400"
Row = TypeVar("Row")


class NotModifiedError(Exception):
    """The client already has this answer."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Attributes:
        path: the whole path with its extension, as in links.
        stamp: changes with the data and with the shapes of the answers.
    """

    format: Format
    path: str
    query: tuple[tuple[str, str], ...]
    data_version: str
    own: str
    stamp: str
    is_read: bool
    host: str

    @property
    def headers(self) -> dict[str, str]:
        """Headers of an answer that can be kept."""
        if not self.is_read:
            return {"Cache-Control": "no-store"}
        return {"Cache-Control": KEPT, "ETag": self.tag, "Vary": "Accept, Accept-Encoding"}

    @property
    def tag(self) -> str:
        parts = (self.data_version, self.stamp, self.path, urlencode(self.query), self.format)
        return f'W/"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:20]}"'

    def link(self, page: int) -> str:
        pairs = [(name, value) for name, value in self.query if name != "page"]
        return f"{self.path}?{urlencode([*pairs, ('page', str(page))], safe=',')}"


@dataclass(frozen=True, slots=True)
class Formats:
    """A dependency: reads the format of a request, and ends it with 304 when nothing changed."""

    offered: tuple[Format, ...]

    def __call__(self, request: Request) -> Asked:
        extension: Format | None = request.scope.get("childways.format")
        path = str(request.scope.get("childways.path", request.url.path))
        wanted = extension or accepted(request.headers.get("accept", ""), self.offered)
        if wanted is None or wanted not in self.offered:
            types = ", ".join(MEDIA_TYPES[name] for name in self.offered)
            raise ProblemError(406, f"This address answers in {types}. Accept one of these.")
        query = tuple(request.query_params.multi_items())
        twice = [name for name, number in Counter(name for name, _ in query).items() if number > 1]
        if twice:
            faults = tuple(
                Fault(where=f"query: {name[:60]}", found="more than once", expected="one value")
                for name in twice
            )
            raise ProblemError(400, "A parameter is given more than once.", faults=faults)
        state = request.app.state
        asked = Asked(
            wanted, path, query, state.data_version, state.own, state.stamp,
            request.method == "GET", request.url.netloc,
        )  # fmt: skip
        if asked.is_read and _has(request.headers.get("if-none-match", ""), asked.tag):
            raise NotModifiedError(asked.headers)
        return asked


def _has(header: str, tag: str) -> bool:
    """Return whether If-None-Match names this tag; the comparison is weak (RFC 9110)."""
    bare = tag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") == bare for part in header[:2000].split(","))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What goes into the envelope beside the data."""

    total: int
    page: int = 1
    per_page: int = 1
    empty_because: models.EmptyBecause | None = None
    notes: Sequence[str] = ()
    lens: Lens | None = None
    headers: dict[str, str] = field(default_factory=dict)


def paged(rows: Sequence[Row], asked: Asked, paging: Paged) -> tuple[Sequence[Row], Said]:
    """Return one page of rows, and what is said of it."""
    page, size, total = paging.page, paging.per_page, len(rows)
    last = max(1, -(-total // size))
    links = {"first": 1, "last": last}
    if page > 1:
        links["prev"] = min(page - 1, last)
    if page < last:
        links["next"] = page + 1
    header = ", ".join(f'<{asked.link(number)}>; rel="{rel}"' for rel, number in links.items())
    notes = [f"Page {page} is after the last one, {last}."] if page > last else []
    shown = rows[(page - 1) * size : page * size]
    said = Said(total=total, page=page, per_page=size, notes=notes, headers={"Link": header})
    return shown, said


def meta(asked: Asked, said: Said) -> models.Meta:
    address = asked.link(said.page) if said.headers else asked.path
    return models.Meta(
        total=said.total,
        page=said.page,
        per_page=said.per_page,
        data_version=asked.data_version,
        licence=LICENCE,
        own_facts=asked.own,
        citation=f"{cite_data(asked.data_version, asked.own)} {address}",
        empty_because=said.empty_because,
        notes=list(said.notes),
        lens=lens_of(said.lens) if said.lens else None,
    )


def answer(
    asked: Asked,
    said: Said,
    data: Any,
    *,
    shape: type[BaseModel],
    rows: Sequence[BaseModel] | None = None,
    row_shape: type[BaseModel] | None = None,
    features: Sequence[models.Feature] = (),
) -> Response:
    """Return the answer in the format that was asked for.

    Args:
        shape: of the envelope.
        rows: the table for CSV; ``data`` when None.
        row_shape: what a row is, also when there is none.
    """
    told = meta(asked, said)
    headers = {**asked.headers, **said.headers, "X-Total-Count": str(said.total)}
    if said.empty_because:
        headers["X-Empty-Because"] = said.empty_because
    if asked.format == "csv":
        content = _table(asked, said, data if rows is None else rows, row_shape)
        return Response(content, 200, headers, "text/csv; charset=utf-8")
    if asked.format == "geojson":
        found: BaseModel = models.FeatureCollection(features=list(features), meta=told)
    else:
        found = shape(data=data, meta=told)
    return Response(found.model_dump_json(), 200, headers, MEDIA_TYPES[asked.format])


def _table(
    asked: Asked, said: Said, rows: Sequence[BaseModel], shape: type[BaseModel] | None
) -> str:
    """Return rows as CSV; each also says for which child and year, and of which data it is."""
    assert shape is not None, "a CSV has the columns of some shape"
    more: dict[str, Any] = lens_of(said.lens).model_dump() if said.lens else {}
    more["data_version"] = asked.data_version
    if asked.own:
        more[OWN_FACTS] = asked.own
    columns = [*shape.model_fields, *(name for name in more if name not in shape.model_fields)]
    return csv_text(({**more, **flat(row)} for row in rows), columns)


AsTable = Annotated[Asked, Depends(Formats(("json", "csv")))]
AsChain = Annotated[Asked, Depends(Formats(("json", "csv", "prov")))]
AsBrief = Annotated[Asked, Depends(Formats(("json", "csv", "md")))]
AsShapes = Annotated[Asked, Depends(Formats(("json", "csv", "geojson")))]


def examples(*addresses: str) -> dict[str, Any]:
    """Return what tells, in the OpenAPI document, addresses that answer."""
    return {"x-examples": list(addresses)}


def not_covered(year: int) -> dict[str, Any]:
    """Return what is said of a year without facts."""
    return {
        "empty_because": "year not covered",
        "notes": [f"Facts are held for {FIRST_YEAR} to {LAST_YEAR}, not {year}."],
    }
