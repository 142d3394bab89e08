"""Code that puts a view into another document: a frame for a web page, Markdown."""

from __future__ import annotations

import re
from html import escape

from dashboard.exports.citing import plain
from dashboard.exports.terms import version_and_terms
from dashboard.frame_size import FrameSize

LONGEST_TITLE = 200


def iframe_code(
    frame: str, title: str, link: str, size: FrameSize, *, picture: str = "", alt: str = ""
) -> str:
    """Return code that has the right height without any script on the page that holds it.

    What is left where frames are not allowed: systems that take out only the tags keep the linked
    picture inside the frame, those that take out the frame with what is in it keep the link after
    it. Browsers show nothing of what stands inside a frame.

    Args:
        frame: whole address of the embed.
        link: whole address of the view on the site.
        size: of the frame, see ``dashboard.frame_size``.
        picture: whole address of a picture of the view, "" for none.
        alt: the picture in words.
    """
    title = escape(plain(title)[:LONGEST_TITLE])
    look = (
        f"box-sizing:border-box;width:100%;height:auto;aspect-ratio:{size.aspect:g};"
        f"min-height:{size.least}px;max-height:{size.most}px;"
        "border:1px solid #dedcd5;border-radius:8px"
    )
    # For pages whose policy takes the style away: the height at a usual column's width.
    across = f'width="100%" height="{min(size.height, size.most)}"'
    inside = ""
    if picture:
        image = f'<img src="{escape(picture)}" alt="{escape(plain(alt))}" style="max-width:100%">'
        inside = f'<a href="{escape(link)}">{image}</a>'
    return (
        f'<iframe src="{escape(frame)}" title="{title}" loading="lazy" {across} style="{look}">'
        f'{inside}</iframe><p><a href="{escape(link)}">{title} (Childways)</a></p>'
    )


def markdown(
    version: str,
    title: str,
    line: str,
    link: str,
    *,
    picture: str = "",
    alt: str = "",
    date: str = "",
    is_frozen: bool = False,
    own: str = "",
) -> str:
    """Return the view as Markdown: its picture, if it has one, then title, line and terms."""
    image = (
        f"[![{_in_markdown(alt)}]({_address(picture)})]({_address(link)})\n\n" if picture else ""
    )
    terms = version_and_terms(version, date=date, is_frozen=is_frozen, own=own)
    words = f"{_in_markdown(line)} {terms}"
    return f"{image}[{_in_markdown(title)}]({_address(link)}). {words}"


def _in_markdown(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~&])", r"\\\1", plain(text))


def _address(link: str) -> str:
    """Return an address that ends where its brackets do."""
    return link.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
