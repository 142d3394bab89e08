"""A brief as PDF: the HTML of the page, printed by the browser that makes our pictures."""

from __future__ import annotations

from html import escape

from dash import html

from dashboard.briefs.asked import Made
from dashboard.briefs.parts import PICTURE, article
from dashboard.briefs.picture import draw
from dashboard.data import Data
from dashboard.document import stylesheet
from dashboard.exports.citing import plain
from dashboard.markup import to_html
from dashboard.onefile.document import with_fonts
from dashboard.pictures.browser import Leaves
from dashboard.pictures.studio import Studio, code_version

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def to_pdf(data: Data, made: Made, studio: Studio) -> bytes:
    """Return the brief as PDF, tagged, on A4.

    Raises:
        CantDrawError: there is no browser here; the page prints from any reader's own.
        BusyError: too many are asked for at once.
    """
    name = "\n".join(("brief", data.version, data.origin, code_version(), made.back))
    return studio.once(name, lambda: studio.render(Leaves(document=document(data, made)), "pdf"))


def document(data: Data, made: Made) -> str:
    """Return the brief as a document of its own that asks for nothing else."""
    svg = draw(data, made).svg.partition("?>")[2]
    tree = html.Main(article(made, html.Div(id=PICTURE)), className="wide brief")
    body = to_html(tree, {PICTURE: svg})
    return (
        '<!DOCTYPE html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(plain(made.heading))} · Childways</title>"
        f"<style>{with_fonts(stylesheet(), body)}</style></head>"
        f'<body class="brief-alone">{body}</body></html>'
    )
