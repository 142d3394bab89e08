"""Share, Embed: a preview of the frame, and the code for web pages and for Markdown."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.share.choice import RADIO
from dashboard.components.share.item import Items, copy_item
from dashboard.components.share.view import SharedView
from dashboard.exports.code import iframe_code, markdown
from dashboard.frame_size import frame_size
from dashboard.frozen import with_pair
from dashboard.markup import CHECKED, attrs

NOT_WITH_OWN = (
    "What others load from here, a frame or a picture by its address, is the atlas without your "
    "own facts. Take the picture, the file or the table below and pass that on: each says whose "
    "facts are in it."
)

# What the embed calls it ("" leaves it to the reader's device), in words, and over its code.
LOOKS = (
    ("", "as on the reader’s device", "Code for a web page"),
    ("light", "light", "Code for a web page, always light"),
    ("dark", "dark", "Code for a web page, always dark"),
)


def items(view: SharedView) -> Items:
    if view.data.is_only_here:
        return [html.P(NOT_WITH_OWN, className="quiet")]
    text = copy_item("Markdown", markdown_of(view))
    if not view.frame:
        return [text]
    codes = [
        html.Div(
            copy_item(label, _code(view, theme)),
            className=f"look look-{theme or 'auto'}",
            # The script gives it to the preview when this look is chosen.
            **attrs(data_frame=_themed(view.frame, theme)),
        )
        for theme, _, label in LOOKS
    ]
    return [_looks(), _preview(view), *codes, text]


def _looks() -> Any:
    """Return the choice of colours; the stylesheet shows the code of the chosen one."""
    choices: list[Any] = []
    for theme, words, _ in LOOKS:
        name = theme or "auto"
        choices += [
            dcc.Input(
                id=f"share-look-{name}", type=RADIO, name="share-look", value=name,
                className="" if theme else CHECKED, autoComplete="off",
            ),
            html.Label(words, htmlFor=f"share-look-{name}"),
        ]  # fmt: skip
    return html.Fieldset([html.Legend("Colours of the frame"), *choices], className="share-looks")


def _themed(address: str, theme: str) -> str:
    return with_pair(address, "theme", theme) if address and theme else address


def _preview(view: SharedView) -> Any:
    return html.Details(
        [
            html.Summary("Preview"),
            html.P(html.A("Open it alone", href=view.frame)),
            # The script gives it its address when it is opened: no fetch before.
            html.Iframe(
                title=f"Preview: {view.title}",
                className="share-preview",
                **attrs(data_src=view.frame),
            ),
        ]
    )


def _code(view: SharedView, theme: str) -> str:
    return iframe_code(
        view.data.origin + _themed(view.cited_frame, theme),
        view.title,
        view.cited_link,
        frame_size(view.data, view.frame),
        picture=_themed(view.picture, theme),
        alt=view.alt,
    )


def markdown_of(view: SharedView) -> str:
    return markdown(
        view.data.version,
        view.title,
        view.line,
        view.cited_link,
        picture=view.picture,
        alt=view.alt,
        **view.dated,
    )
