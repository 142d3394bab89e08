"""Share: the link, the code for a report, the words to cite with, and the data behind the view."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from dash import dcc, html

from dashboard.data import Data
from dashboard.embeds_of import aspect_of, embed_address
from dashboard.markup import attrs, still

LEAST_HEIGHT = 420  # pixels; below, a profile can't be read


def share(data: Data, title: str, line: str, address: str) -> Any:
    """Return the menu that holds every way out of a view.

    Args:
        line: what the view shows, in a sentence: it is the alternative text and the caption.
        address: of the view on this site, with its query.
    """
    link = data.origin + address
    frame = embed_address(address)
    items: list[Any] = [_text("Link", link)]
    if frame:
        items += [
            html.Details(
                [
                    html.Summary("Preview"),
                    html.P(html.A("Open it alone", href=frame)),
                    # The script gives it its address when it is opened: no fetch before.
                    html.Iframe(
                        title=f"Preview: {title}",
                        className="share-preview",
                        **attrs(data_src=frame),
                    ),
                ]
            ),
            _text("Code for a web page", iframe_code(data.origin + frame, title, link)),
        ]
    items += [
        _text("Markdown", f"[{_markdown(title)}]({link}). {_markdown(line)} {_edition(data)}"),
        _text("Citation", citation(data, title, line, link)),
        _text("BibTeX", bibtex(data, title, link)),
        _text("CSL-JSON", csl_json(data, title, link)),
    ]
    if address.partition("?")[0] == "/":
        href = "/atlas.csv" + address[1:]
        items.append(html.P(html.A("Data behind this view (CSV)", href=href, className="button")))
    return html.Details(
        [
            html.Summary("Share", className="share-button"),
            html.Div(
                still(
                    [
                        html.P(
                            ["The link opens exactly this view. ", html.B(title), f". {line}"],
                            className="quiet",
                        ),
                        *items,
                    ]
                ),
                className="menu-body share-body",
            ),
        ],
        className="menu share",
        **attrs(data_menu="Share"),
    )


def _text(label: str, text: str) -> Any:
    name = f"share-{re.sub('[^a-z]+', '-', label.lower())}"
    return html.Div(
        [
            html.Label(label, htmlFor=name),
            dcc.Textarea(id=name, value=text, readOnly=True, rows=2, spellCheck=False),
            html.Button("Copy", type="button", **attrs(data_copy=name, aria_label=f"Copy {label}")),
        ],
        className="share-item",
    )


def iframe_code(frame: str, title: str, link: str) -> str:
    """Return code that has the right height without any script on the page that holds it."""
    look = (
        f"width:100%;aspect-ratio:{aspect_of(frame):g};min-height:{LEAST_HEIGHT}px;"
        "border:1px solid #dedcd5;border-radius:8px"
    )
    return (
        f'<iframe src="{escape(frame)}" title="{escape(title)}" loading="lazy" style="{look}">'
        f'</iframe><p><a href="{escape(link)}">{escape(title)} (Childways)</a></p>'
    )


def _edition(data: Data) -> str:
    return f"Childways, data version {data.version}, CC BY 4.0."


def citation(data: Data, title: str, line: str, link: str) -> str:
    """Return the view as a text citation with its data version."""
    stop = "" if title.endswith(("?", ".", "!")) else "."
    return f"Childways: {title}{stop} {line} {_edition(data)} {link}"


def bibtex(data: Data, title: str, link: str) -> str:
    """Return a BibTeX entry; braces and the like in a reader's own title are neutralised."""
    safe = re.sub(r"([#$%&_])", r"\\\1", re.sub(r"[{}\\~^]", " ", title))
    return (
        f"@misc{{childways-{data.version},\n  author = {{{{Childways}}}},\n"
        f"  title = {{{{{safe}}}}},\n  note = {{Data version {data.version}}},\n"
        f"  url = {{{link}}}\n}}"
    )


def csl_json(data: Data, title: str, link: str) -> str:
    """Return a CSL-JSON item."""
    item = {
        "id": f"childways-{data.version}",
        "type": "webpage",
        "author": [{"literal": "Childways"}],
        "title": title,
        "version": data.version,
        "URL": link,
    }
    return json.dumps([item], ensure_ascii=False, indent=1)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()#+!|<>])", r"\\\1", text)
