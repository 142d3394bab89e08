"""The document around an embedded view: its frame, its links, its language, its tag."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import unquote_plus

from dash import html

from dashboard import cited, frozen
from dashboard.components.edition_banner import frozen_banner
from dashboard.components.own_banner import own_banner
from dashboard.components.source_list import source_list
from dashboard.data import Data
from dashboard.embedded import Embed
from dashboard.embeds import embed
from dashboard.embeds_of import ALONE
from dashboard.exports.terms import LICENCE_SHORT, version_in_words
from dashboard.frozen import CITED
from dashboard.markup import to_html
from dashboard.pictures.compose import SUBJECTS

LOOKS = ("theme", "lang")
NOT_HERE = "The atlas does not have that"
LONGEST_SAID = 400  # characters of a refusal: it may hold what was asked


def _without_theme(query: str) -> str:
    """Take out what speaks of the frame and not of the view."""
    kept = [p for p in query.removeprefix("?").split("&") if p.split("=")[0] not in (*LOOKS, CITED)]
    return "&".join(part for part in kept if part)


_LINK = re.compile(r"<a [^>]*>")
_HREF = re.compile(r' href="([^"]*)"')


def document(data: Data, rest: str, query: str, *, version: str, origin: str) -> str:
    """Return the whole HTML document of an embed.

    Args:
        version: of the assets, in their addresses.
        origin: of the site, for the link back.
    """
    asked = _without_theme(query)
    found = embed(data, rest, asked)
    pairs = dict(part.partition("=")[::2] for part in query.removeprefix("?").split("&"))
    theme = _theme(query)
    kept = f"theme={theme}" if theme else ""
    kind = rest.strip("/").partition("/")[0]
    in_words = version_in_words(
        data.version, data.atlas.date, is_frozen=bool(data.edition), own=data.own_said
    )
    tree = html.Main(
        [
            html.H1(found.title),
            html.P(found.line, className="embed-line"),
            own_banner(data, is_embedded=True) if data.own_said else None,
            _banner(data, rest, query, found),
            _not_spoken(pairs.get("lang", "")),
            html.Div(found.body, className=f"embed-body embed-{kind}"),
            _behind(data, rest, asked),
            html.Footer(
                [
                    html.A("Childways", href=found.back, className="brand"),
                    html.Span(
                        [
                            "○ rests in part on sources not yet checked. Which source stands "
                            "behind which value: ",
                            html.A("open this view", href=found.back),
                            f". {in_words[:1].upper()}{in_words[1:]}. {LICENCE_SHORT}.",
                        ]
                    ),
                ],
                className="embed-foot quiet small",
            ),
        ],
        className="embed",
        id="main",
    )
    body = _LINK.sub(lambda tag: _led(tag[0], kind, kept, origin), to_html(tree, found.slots))
    canonical = f'<link rel="canonical" href="{escape(origin + found.back)}">'
    return _whole(found.title, body, version, theme, head=canonical)


def refused(headline: str, body: Sequence[Any], query: str, *, version: str) -> str:
    """Return what stands in a frame in place of a view, without our menus.

    Args:
        body: what is said, under a heading of its own.
        query: as it was asked, for its look.
    """
    tree = html.Main(list(body), className="embed", id="main")
    return _whole(headline, to_html(tree), version, _theme(query))


def not_here(words: str, query: str, *, version: str, origin: str) -> str:
    """Return what stands in a frame in place of a view that there is not."""
    told = words if len(words) <= LONGEST_SAID else f"{words[:LONGEST_SAID]}…"
    back = html.A("Go to the atlas", href=f"{origin}/", target="_blank", rel="noopener")
    return refused(
        NOT_HERE, [html.H1(NOT_HERE), html.P(told), html.P(back)], query, version=version
    )


def _theme(query: str) -> str:
    """Return the look that is asked for: light, dark, or "" for the reader's own."""
    pairs = dict(part.partition("=")[::2] for part in query.removeprefix("?").split("&"))
    theme = pairs.get("theme", "")
    return theme if theme in ("light", "dark") else ""


def _whole(title: str, body: str, version: str, theme: str, *, head: str = "") -> str:
    look = f' data-theme="{theme}"' if theme else ""
    at = f"/static/{version}"
    return (
        f'<!DOCTYPE html><html lang="en"{look}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Childways</title>{head}"
        f'<link rel="icon" href="{at}/icon.svg" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{at}/childways.css">'
        f'<script defer src="{at}/embed.js"></script></head>'
        f'<body class="embedded">{body}</body></html>'
    )


# The same sentence for readers who asked in their own language. The atlas itself speaks English.
NOT_YET = {
    "fr": "Pas encore en français : la vue est montrée en anglais.",
    "es": "Todavía no está en español: la vista se muestra en inglés.",
    "ar": "غير متاح بالعربية بعد؛ يُعرض هنا بالإنجليزية.",
}


def _not_spoken(asked: str) -> Any:
    """Say that the language of ``lang=`` is not spoken here; nothing when it is English."""
    code = unquote_plus(asked).casefold().partition("-")[0][:20]
    if code in ("", "en"):
        return None
    if code in NOT_YET:
        return html.P(NOT_YET[code], lang=code, dir="auto", className="quiet small", role="note")
    return html.P(
        f"“{code}” is not a language of the atlas yet; it is shown in English.",
        className="quiet small",
        role="note",
    )


def _banner(data: Data, rest: str, query: str, found: Embed) -> Any:
    """Say that the view is frozen, or what has changed since it was cited."""
    if data.edition:
        return frozen_banner(data, found.back, data.differing)
    version = frozen.read(query).cited
    if version is None or data.editions is None:
        return None
    if version == data.version:  # in another site's text nobody cites: silent until it moves on
        return None
    return cited.banner(data, data.editions, f"/embed/{rest}", _without_theme(query), version)


def _behind(data: Data, rest: str, query: str) -> Any:
    """Say what the view's values rest on, and list their sources, the most drawn on first.

    As its picture does; a brief, which has none, says it in its own notes.
    """
    kind, _, name = rest.strip("/").partition("/")
    kind = "map" if kind == "table" else kind
    if kind not in SUBJECTS:
        return None
    subject = SUBJECTS[kind](data, name, query)
    by_use = Counter(subject.sources())
    if not by_use:
        return html.P("No source is held for what is shown.", className="quiet small")
    most_first = [source_id for source_id, _ in by_use.most_common()]
    return source_list(data, most_first, subject.evidence, is_on_site=True)


def _led(tag: str, kind: str, kept: str, origin: str) -> str:
    """Let choices stay in the frame, as embeds, and everything else open beside it."""
    found = _HREF.search(tag)
    if found is None:
        return tag
    href = unescape(found[1])
    if href.startswith(("https://", "http://")) and "target=" not in tag:
        rel = "" if "rel=" in tag else ' rel="noopener"'
        return tag.replace(found[0], f'{found[0]} target="_blank"{rel}')
    if not href.startswith("/"):
        return tag
    inside = _inside(href, kind) if "data-go" in tag else ""
    if inside:
        led = inside + (("&" if "?" in inside else "?") + kept if kept else "")
        return tag.replace(found[0], f' href="{escape(led)}"').replace(' data-go="1"', "")
    out = f' href="{escape(origin + href)}" target="_blank" rel="noopener"'
    return tag.replace(found[0], out)


def _inside(href: str, kind: str) -> str:
    """Return the embed that a choice leads to; "" when it leads out of what is embedded."""
    if kind in ("map", "table"):
        is_kept = href.startswith("/?") or href == "/"
        inside = "country=" not in href
        return href.replace("/", f"/embed/{kind}", 1) if is_kept and inside else ""
    if kind in ("journey", "labels") and href.startswith("/journey/"):
        return href.replace("/journey/", f"/embed/{kind}/", 1)
    if kind == "country" and href.startswith("/country/"):
        return f"/embed{href}"
    if kind in ("goals", "practice") and re.match(rf"/{kind}(?:[?/]|$)", href):
        return f"/embed{href}"
    if kind == "gaps" and href.startswith("/commitments"):
        return href.replace("/commitments", "/embed/gaps", 1)
    same = kind in ALONE and href.startswith(f"/{kind}")
    return f"/embed{href}" if same else ""


def tag_of(data: Data, rest: str, query: str, version: str) -> str:
    """Return the entity tag of an embed: changes with data, assets and address."""
    text = "\n".join((data.version, version, rest, query))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'
