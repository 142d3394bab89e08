"""Share, Embed: a preview of the frame, and the code for web pages and for Markdown."""

from __future__ import annotations

from dash import html

from dashboard.components.share.item import Items, copy_item
from dashboard.components.share.view import SharedView
from dashboard.exports.code import iframe_code, markdown
from dashboard.frame_size import frame_size
from dashboard.markup import attrs

NOT_WITH_OWN = (
    "What others load from here, a frame or a picture by its address, is the atlas without your "
    "own facts. Take the picture, the file or the table below and pass that on: each says whose "
    "facts are in it."
)


def items(view: SharedView) -> Items:
    if view.data.is_only_here:
        return [html.P(NOT_WITH_OWN, className="quiet")]
    text = copy_item("Markdown", markdown_of(view))
    if not view.frame:
        return [text]
    return [
        html.Details(
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
        ),
        copy_item(
            "Code for a web page",
            iframe_code(
                view.data.origin + view.cited_frame,
                view.title,
                view.cited_link,
                frame_size(view.data, view.frame),
                picture=view.picture,
                alt=view.alt,
            ),
        ),
        text,
    ]


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
