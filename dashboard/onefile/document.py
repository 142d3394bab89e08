"""The HTML document around a view that carries everything it needs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from dash import dcc, html

from dashboard import embeds
from dashboard.components.evidence import EVIDENCE
from dashboard.components.own_banner import own_banner
from dashboard.components.source_list import source_list
from dashboard.data import Data
from dashboard.document import assets_folder, stylesheet
from dashboard.embedded import Embed
from dashboard.exports.terms import LICENCE_SHORT, LICENCE_URL, MAP_DISCLAIMER, version_in_words
from dashboard.markup import attrs, to_html
from dashboard.onefile import atlas_file, journey_file, matrix_file
from dashboard.onefile.content import Content, Groups
from dashboard.onefile.links import linked_to_site, site_address
from dashboard.shown import ShownTable, shown
from dashboard.state import from_query
from routes import RoutesError, UnknownNameError

MOST_BYTES = 2_000_000
CAPTION = "What is shown, with how it is known and who says so"
FEW_SOURCES = 60  # from more on, their list opens when it is asked for
KINDS = {
    "map": atlas_file.content,
    "table": atlas_file.content,
    "journey": journey_file.content,
    "labels": journey_file.content,
    "compare": journey_file.content,
    "country": journey_file.content,
    **dict.fromkeys(matrix_file.TWINS, matrix_file.content),
}
_FACE = re.compile(r"@font-face \{[^}]*\}")
_FONT = re.compile(r"url\(fonts/([\w-]+)\.woff2\)")
_EXTENDED = re.compile(r"[\u0100-\u024f\u1e00-\u1eff]")  # letters of the fonts' second files


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFile:
    """A finished file; ``name`` is plain letters, digits, dots and hyphens."""

    name: str
    text: str


def one_file(data: Data, rest: str, query: str, theme: str = "auto") -> OneFile:
    """Return the view at ``/embed/<rest>?<query>`` as one file.

    Args:
        theme: light, dark, or auto for the reader's own setting; a button changes it.

    Raises:
        RoutesError: there is no such view, route, branch or country, or it would not fit.
    """
    kind = rest.strip("/").partition("/")[0]
    if kind not in KINDS:
        raise UnknownNameError("view with a file", kind[:40], KINDS)
    table = shown(data, rest, query)
    view = embeds.embed(data, rest, query)
    note = None
    if KINDS[kind] is atlas_file.content and from_query(query, data)[0].marks:
        inside = atlas_file.without_marks(query)
        note = atlas_file.left_out(view.back)
        view = replace(embeds.embed(data, rest, inside), back=view.back)
        query = inside
    for is_short in (False, True):
        content = KINDS[kind](data, rest, query, table, is_short=is_short)
        tree = _tree(data, kind, view, table, content, note)
        body = linked_to_site(to_html(tree, view.slots), data)
        text = _document(view.title, body, content.payload, theme)
        if len(text.encode()) <= MOST_BYTES:
            break
    else:
        raise RoutesError("This view does not fit into one file. Choose fewer stages.")
    return OneFile(name=f"childways-{table.name}-{data.version}.html", text=text)


def safe_json(value: Any) -> str:
    """Return JSON that can stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _tree(
    data: Data, kind: str, view: Embed, table: ShownTable, content: Content, note: Any
) -> Any:
    back = site_address(view.back, data) or data.home
    return html.Main(
        [
            html.Header(
                [
                    html.H1(view.title, id="file-title"),
                    html.P(view.line, className="embed-line", id="file-line"),
                    note,
                    own_banner(data, is_embedded=True) if data.own_said else None,
                    _controls(content),
                ]
            ),
            html.Div(
                [
                    html.Section(
                        html.Div(
                            content.body or view.body,
                            className=f"embed-body embed-{kind}",
                            id="file-figure",
                        ),
                        **attrs(aria_label="Figure"),
                    )
                    if kind != "table"
                    else None,
                    html.Section(
                        [
                            html.H2("As a table"),
                            html.Div(
                                _table(content),
                                className="table-wrap",
                                tabIndex="0",
                                role="region",
                                **attrs(aria_label="Table of the view"),
                            ),
                        ]
                    ),
                ],
                className=f"file-parts file-{kind}",
            ),
            _sources(data, content.source_ids),
            _footer(data, back, table),
        ],
        className="embed one-file",
        id="main",
    )


def _controls(content: Content) -> Any:
    """Return the choices; they show when the script runs, as without it they can do nothing."""
    boxes: list[Any] = [
        html.Label([f"{label} ", html.Select(_options(groups), id=f"file-{name}")])
        for name, label, groups in content.choices
    ]
    if content.can_find:
        find = dcc.Input(type="search", id="file-find", maxLength=60)
        count = html.Span(id="file-count", role="status", className="quiet")
        boxes += [html.Label(["Find ", find]), count]
    look = html.Button("Light or dark", type="button", id="file-look")
    return html.Div([*boxes, look], className="file-controls", id="file-controls", hidden=True)


def _options(groups: Groups) -> list[Any]:
    made: list[Any] = []
    for heading, items in groups:
        options = [html.Option(words, value=value) for value, words in items]
        made += [html.Optgroup(options, label=heading)] if heading else options
    return made


def _table(content: Content) -> Any:
    head = [html.Th(name, scope="col") for name in content.columns]
    rows = [
        html.Tr(
            [
                html.Th(cell, scope="row") if at == content.heading else html.Td(cell)
                for at, cell in enumerate(row)
            ]
        )
        for row in content.rows
    ]
    return html.Table(
        [
            html.Caption(content.caption or CAPTION, id="file-caption"),
            html.Thead(html.Tr(head)),
            html.Tbody(rows),
        ],
        id="file-table",
    )


def _sources(data: Data, source_ids: Sequence[str]) -> Any:
    """Return every source that a value of the file can rest on, numbered as the table says."""
    marks = "; ".join(f"{mark} {words.lower()}" for mark, words in EVIDENCE.values())
    is_open = len(source_ids) <= FEW_SOURCES
    return source_list(data, source_ids, f"Evidence: {marks}.", is_open=is_open)


def _footer(data: Data, back: str, table: ShownTable) -> Any:
    in_words = version_in_words(
        data.version, data.atlas.date, is_frozen=bool(data.edition), own=data.own_said
    )
    checked = " Checked sources only." if table.lens.checked else ""
    words = "This view on the site" if back else f"On a site of the atlas: {table.back}"
    if data.home and back == data.home:
        words = "All views of this site"
    return html.Footer(
        [
            html.A("Childways", href=back or None, className="brand"),
            html.Span(
                [
                    html.A(words, href=back or None, id="file-back"),
                    f". {in_words[:1].upper()}{in_words[1:]}.{checked} ",
                    html.A(LICENCE_SHORT, href=LICENCE_URL),
                    f"; each source keeps its own terms. {MAP_DISCLAIMER}",
                ]
            ),
        ],
        className="embed-foot quiet small",
    )


def inlined_styles(text: str) -> str:
    """Return our styles with the fonts in them."""
    own = (assets_folder() / "onefile" / "onefile.css").read_text("utf-8")
    return with_fonts(stylesheet() + own, text)


def with_fonts(styles: str, text: str) -> str:
    """Return styles with our fonts in them, those for rarer letters only when ``text`` has any."""
    if not _EXTENDED.search(text):
        styles = _FACE.sub(lambda face: "" if "latin-ext" in face[0] else face[0], styles)

    def inlined(found: re.Match[str]) -> str:
        font = (assets_folder() / "fonts" / f"{found[1]}.woff2").read_bytes()
        return f"url(data:font/woff2;base64,{base64.b64encode(font).decode()})"

    return _FONT.sub(inlined, styles)


def _document(title: str, body: str, payload: Any, theme: str) -> str:
    script = (assets_folder() / "onefile" / "onefile.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    look = f' data-theme="{theme}"' if theme in ("light", "dark") else ""
    return (
        f'<!DOCTYPE html><html lang="en"{look}><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        '<link rel="icon" href="data:,">'
        f"<title>{escape(title)} · Childways</title><style>{inlined_styles(body)}</style></head>"
        f'<body class="embedded">{body}'
        f'<script type="application/json" id="file-data">{safe_json(payload)}</script>'
        f"<script>{script}</script></body></html>"
    )
