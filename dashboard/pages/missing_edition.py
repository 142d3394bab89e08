"""What stands in place of a frozen view whose data version is not kept: what can be had instead."""

from __future__ import annotations

from typing import Any

from dash import html
from fastapi import Response

from dashboard import frozen
from dashboard.api.problems import problem_answer
from dashboard.data import Data
from dashboard.frozen import live_link
from dashboard.rendered import Rendered
from dashboard.shell import page

MOST_LISTED = 20


def _known(data: Data) -> list[tuple[str, str]]:
    """Return (data version, day) of what is kept, the newest first."""
    listed = data.editions.listed() if data.editions else ()
    return [(edition.data_version, edition.date) for edition in listed[:MOST_LISTED]]


HEADLINE = "This frozen view can’t be shown"


def render(data: Data, address: str, is_broken: bool) -> Rendered:
    """Return the page; ``address`` is what was asked, with its ``edition``."""
    body = parts(data, address, is_broken)
    status = 503 if is_broken else 404
    return Rendered(title=HEADLINE, tree=page("", body, css="prose"), status=status)


def parts(data: Data, address: str, is_broken: bool) -> list[Any]:
    """Return what is said, with links to what is live and to what is kept."""
    path, _, query = address.partition("?")
    asked = frozen.read(query)
    live = f"{path}?{asked.query}" if asked.query else path
    reason = "is kept here, but can’t be read now" if is_broken else "is not kept here"
    links: list[Any] = [
        html.Li(
            [
                html.A(
                    f"as of {frozen.day(date)}" if date else "of an unknown day",
                    href=frozen.frozen_address(live, version),
                ),
                html.Span(f" data version {version}", className="quiet"),
            ]
        )
        for version, date in _known(data)
    ]
    return [
        html.H1(HEADLINE),
        html.P(
            f"The link names data version “{(asked.edition or '')[:40]}”, which {reason}. "
            "Other figures are not put in its place."
        ),
        html.P(live_link("See the same view live", live, className="button")),
        html.P("The same view, frozen at what is kept:") if links else None,
        html.Ul(links) if links else None,
    ]


def problem(data: Data, path: str, edition: str, is_broken: bool) -> Response:
    """Return the same for a program; ``nearest`` has what is kept."""
    headers = {"Access-Control-Allow-Origin": "*"}  # as every answer of the API to a read
    if is_broken:
        words = f"Edition {edition[:40]!r} can't be read now. Try later."
        return problem_answer(path, 503, words, headers=headers)
    detail = f"No edition {edition[:40]!r} is kept here. Leave edition out for what is live."
    kept = tuple(version for version, _ in _known(data))
    return problem_answer(path, 404, detail, nearest=kept, headers=headers)
