"""A brief as HTML: the same tree on the page and on paper."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.briefs.asked import Made
from dashboard.components.evidence import EVIDENCE
from dashboard.exports.citing import plain
from dashboard.exports.terms import LICENCE_URL, MAP_DISCLAIMER
from dashboard.markup import attrs
from routes.briefs import Footnote, Line, Section, Table

PICTURE = "brief-picture"  # id of what holds it
DENSE, DENSEST = (
    8_000,
    10_500,
)  # characters from which type is set smaller, so that two pages hold all


def article(made: Made, picture: Any, *, is_framed: bool = False) -> Any:
    """Return the whole brief.

    Args:
        picture: what shows it, an ``img`` or a holder for SVG.
        is_framed: title and terms stand around it.
    """
    brief = made.brief
    size = sum(len(line.lead) + len(line.text) for line in brief)
    size += sum(len(note.text) for note in brief.footnotes)
    return html.Article(
        [
            None
            if is_framed
            else html.Header(
                [
                    html.P("Childways brief", className="brief-kind"),
                    html.H1(plain(brief.title), id="headline"),
                    html.P(plain(brief.subtitle), className="brief-line"),
                ]
            ),
            *(_section(made, section, picture) for section in brief.sections),
            _footnotes(made),
            None if is_framed else html.Footer(_colophon(made), className="brief-end"),
        ],
        className=f"brief-paper{_set(size)}",
    )


def _set(size: int) -> str:
    """Return the classes that set type smaller."""
    return (" dense" if size > DENSE else "") + (" densest" if size > DENSEST else "")


def _section(made: Made, section: Section, picture: Any) -> Any:
    figure = html.Figure(
        [picture, html.Figcaption(MAP_DISCLAIMER) if made.journey is not None else None],
        className="brief-figure",
    )
    return html.Section(
        [
            html.H2(section.heading, id=f"{section.name}-title"),
            *(html.P(_line(line)) for line in section.lines),
            _table(section.table) if section.table else None,
            figure if section.has_picture else None,
            html.Ul([html.Li(_line(line)) for line in section.items]) if section.items else None,
        ],
        id=section.name,
        className=f"brief-{section.name}",
        **attrs(aria_labelledby=f"{section.name}-title"),
    )


def _line(line: Line) -> list[Any]:
    lead: list[Any] = [html.B(plain(line.lead)), " "] if line.lead else []
    said: list[Any] = []
    for one in line.said:
        said.append(plain(one.text))
        if one.notes:
            said.append(_calls(one.notes))
    return lead + said


def _calls(notes: tuple[int, ...]) -> Any:
    parts: list[Any] = []
    for number in notes:
        call = html.A(str(number), href=f"#note-{number}",
                      **attrs(aria_label=f"Footnote {number}"))  # fmt: skip
        parts += [",", call] if parts else [call]
    return html.Sup(parts, className="calls")


def _table(table: Table) -> Any:
    return html.Div(
        html.Table(
            [
                html.Caption(table.name, className="sr"),
                html.Thead(html.Tr([_head(text) for text in table.head])),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(_line(row[0]), scope="row"),
                                *(
                                    html.Td(_line(cell), **attrs(data_head=head))
                                    for head, cell in zip(table.head[1:], row[1:], strict=True)
                                ),
                            ]
                        )
                        for row in table.rows
                    ]
                ),
            ],
            className="folding",
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=table.name),
    )


def _head(text: str) -> Any:
    return html.Th(text, scope="col") if text else html.Td()


def _footnotes(made: Made) -> Any:
    marks = "; ".join(f"{mark} {words.lower()}" for mark, words in EVIDENCE.values())
    return html.Section(
        [
            html.H2("Sources", id="notes-title"),
            html.P(f"How each was checked: {marks}.", className="brief-marks"),
            html.Ol([_footnote(made, note) for note in made.brief.footnotes]),
        ],
        id="notes",
        className="brief-notes",
        **attrs(aria_labelledby="notes-title"),
    )


def _footnote(made: Made, note: Footnote) -> Any:
    mark: list[Any] = []
    if note.evidence:
        sign, words = EVIDENCE[note.evidence]
        mark = [
            html.Span(f"{sign} ", title=words, **attrs(aria_hidden="true")),
            html.Span(f"{words}. ", className="sr"),
        ]
    named = html.A(note.text, href=made.source_link(note.number), rel="noopener")
    return html.Li([*mark, named, "."], id=f"note-{note.number}", value=str(note.number))


def _colophon(made: Made) -> Any:
    return html.P(
        [
            made.terms,
            " ",
            html.A("Licence", href=LICENCE_URL),
            ". Every value with its source: ",
            html.A(made.back, href=made.back),
        ]
    )
