"""A brief on screen: two pages as they print, and the ways to take them home."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.briefs import BriefRequest, Made, make
from dashboard.briefs.parts import article
from dashboard.components.controls import checked_toggle, child_menu, year_menu
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.rendered import Rendered
from dashboard.shell import page
from dashboard.state import Lens

FORMS = (("pdf", "PDF"), ("docx", "Word"), ("md", "Markdown"))


class _Choices:
    """The brief's address as the menus of child and year need it."""

    def __init__(self, request: BriefRequest) -> None:
        self._request = request

    @property
    def lens(self) -> Lens:
        return self._request.lens

    def href(self, **changes: Any) -> str:
        return self._request.href(**changes)


def render(data: Data, rest: str, query: str) -> Rendered:
    """Return the brief at an address.

    Raises:
        RoutesError: there is no such country, route or way.
    """
    request, dropped = BriefRequest.read(data, rest, query)
    made = make(data, request)
    return Rendered(title=made.heading, tree=_body(data, made, dropped))


def _body(data: Data, made: Made, notices: tuple[str, ...]) -> Any:
    request = made.request
    state = _Choices(request)
    return page(
        "",
        [
            html.Div(
                [
                    html.Span("Brief for "),
                    child_menu(state),
                    html.Span(" in "),
                    year_menu(state),
                    checked_toggle(state),
                    html.Span(_ways_out(data, made), className="bar-actions"),
                ],
                className="bar brief-bar",
            ),
            article(made, picture(made)),
        ],
        css="wide brief",
        notices=notices,
        share=share(data, made.heading, made.brief.subtitle, request.href()),
    )


def picture(made: Made) -> Any:
    """Return the brief's picture as the site has it."""
    return html.Img(src=made.request.href(form="svg"), alt=made.picture_words)


def _ways_out(data: Data, made: Made) -> list[Any]:
    request = made.request
    forms = FORMS if data.has_png() else FORMS[1:]
    files: list[Any] = []
    for form, label in forms:
        files += [
            html.A(label, href=request.href(form=form), className="button quiet-button"),
            " ",
        ]
    what = "country" if made.journey is None else "journey"
    return [
        *files,
        html.A(f"Back to the {what}", href=request.page, className="button quiet-button"),
        " ",
        html.A("As data", href=_api(made), className="button quiet-button"),
    ]


def _api(made: Made) -> str:
    """Return where the API has what the brief says."""
    path, mark, query = made.request.href().partition("?")
    return f"/api/v1/briefs{path.removeprefix('/brief')}{mark}{query}"
