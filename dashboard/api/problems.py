"""Errors of the API: RFC 9457, each says what to send instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

PREFIX = "/api/v1"
POSTED = ("/journeys", "/what-if")  # addresses that take a body
MEDIA_TYPE = "application/problem+json"

# status -> (anchor on the documentation page, title, what it means)
KINDS: dict[int, tuple[str, str, str]] = {
    400: ("bad-request", "Part of the request can't be used",
          "A parameter or the body is not as declared; `faults` names each and what it takes."),
    404: ("not-found", "There is no such thing here",
          "The address, or the country, route, branch or source in it; `nearest` has what may be "
          "meant."),
    405: ("method-not-allowed", "The address is asked in another way",
          "The API is read only; the header Allow lists what the address takes."),
    406: ("not-acceptable", "Not in this format",
          "The address has none of the formats in Accept or in its extension."),
    413: ("too-large", "The body is too large", "A journey fits in a few hundred bytes."),
    429: ("too-many-requests", "Too many requests",
          "Wait for the seconds in the header Retry-After, then go on."),
    503: ("not-now", "Not now",
          "What is asked for is kept here and can't be read at the moment; try again later."),
    500: ("fault", "The fault is ours", "It has been written to the log."),
}  # fmt: skip


class Fault(BaseModel):
    """One part of the request that can't be used."""

    model_config = ConfigDict(extra="forbid")

    where: Annotated[str, Field(examples=["query: year"])]
    found: Annotated[str, Field(description="What was sent, cut to 60 characters.")]
    expected: Annotated[str, Field(description="What to send instead.")]


class Problem(BaseModel):
    """RFC 9457."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(examples=["/api/v1/docs#problem-not-found"])]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(description="What is wrong and what to send instead.")]
    instance: Annotated[str, Field(description="The address that was asked.")]
    nearest: Annotated[list[str], Field(description="Names that may be meant.")] = []
    faults: list[Fault] = []


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        nearest: tuple[str, ...] = (),
        faults: tuple[Fault, ...] = (),
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.nearest, self.faults = nearest, faults


def problem_answer(
    instance: str,
    status: int,
    detail: str,
    *,
    nearest: tuple[str, ...] = (),
    faults: tuple[Fault, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem as an answer."""
    anchor, title, _ = KINDS.get(status, KINDS[400 if status < 500 else 500])
    problem = Problem(
        type=f"{PREFIX}/docs#problem-{anchor}",
        title=title,
        status=status,
        detail=detail,
        instance=instance[:500],
        nearest=list(nearest),
        faults=list(faults),
    )
    # In ASCII: what is told back may hold anything, also half a character.
    content = json.dumps(problem.model_dump(exclude_defaults=True), ensure_ascii=True)
    return Response(content, status, {**(headers or {}), "Cache-Control": "no-store"}, MEDIA_TYPE)


def lost_answer(path: str) -> Response:
    """Return the problem for an address that nothing answers to."""
    return problem_answer(
        path, 404, f"Nothing answers at this address. What there is: {PREFIX}/docs"
    )


_TYPES = {
    "extra_forbidden": "there is no such parameter here",
    "missing": "it must be given",
}


def faults_of(errors: Iterable[Any], known: Sequence[str]) -> tuple[Fault, ...]:
    """Return what FastAPI found wrong, in our words.

    Args:
        errors: as Pydantic lists them.
        known: the parameters that there are, to be told where one does not exist.
    """
    found = []
    for error in errors:
        place, *names = (str(part) for part in error["loc"])
        kind = str(error["type"])
        expected = str(error["msg"])
        if kind == "extra_forbidden":
            expected = f"{_TYPES[kind]}; there is: {', '.join(known) or 'none'}"
        elif kind in _TYPES:
            expected = _TYPES[kind]
        sent = "" if kind == "missing" else repr(error.get("input"))[:60]
        where = f"{place}: {'.'.join(names)}" if names else place
        found.append(Fault(where=where[:120], found=sent, expected=expected[:600]))
    return tuple(found)
