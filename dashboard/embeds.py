"""The same views without the shell, for other sites' iframes. No Dash, no cookie, little script.

An embed is painted whole by the server. Choices inside it lead to other embeds, so it can be used
without script; the one script tells the host page its height.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any
from urllib.parse import unquote_plus

from dash import html

from dashboard import cited, frozen, ids, said
from dashboard.colouring import STATUS_LABELS, child_in_words
from dashboard.components import gap_matrix
from dashboard.components.before_after import journey_before_after, ordered
from dashboard.components.country_panel import level_bar, strip
from dashboard.components.edition_banner import frozen_banner
from dashboard.components.legend import legend
from dashboard.components.lever_list import lever_list
from dashboard.components.profile_grid import grid, level_words, mini
from dashboard.components.value_table import table
from dashboard.components.what_if_form import way_words
from dashboard.data import Data
from dashboard.exports.terms import LICENCE_SHORT, MAP_DISCLAIMER, version_in_words
from dashboard.frozen import CITED
from dashboard.markup import to_html
from dashboard.pages import atlas, commitments, compare, journey, what_if
from dashboard.promise_state import GapState, gaps_of
from dashboard.state import from_query, link
from dashboard.ways import CompareState, JourneyState, PlainState
from dashboard.what_if_state import WhatIfState
from routes import Profile, UnknownNameError, label_sentences
from routes.model import COMPANIES, STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One embedded view.

    Attributes:
        back: address of the same view on the site.
    """

    title: str
    line: str
    body: Any
    back: str
    slots: dict[str, str]


def embed(data: Data, rest: str, query: str) -> Embed:
    """Return the embed at ``/embed/<rest>``.

    Raises:
        RoutesError: there is no such view, route, branch or country.
    """
    kind, _, name = rest.strip("/").partition("/")
    if kind not in KINDS:
        raise UnknownNameError("embed", kind[:40], KINDS)
    return KINDS[kind](data, name, query)


LOOKS = ("theme", "lang")


def _without_theme(query: str) -> str:
    """Take out what speaks of the frame and not of the view."""
    kept = [p for p in query.removeprefix("?").split("&") if p.split("=")[0] not in (*LOOKS, CITED)]
    return "&".join(part for part in kept if part)


def _map(data: Data, _name: str, query: str) -> Embed:
    state, _ = from_query(query, data)
    state = replace(state, view="map", country="")
    body = [
        html.Div(id=ids.MAP_HOST, className="embed-map"),
        legend(data, state),
        html.P([MAP_DISCLAIMER, " Lines join documented places; they are not paths."],
               className="quiet small"),
    ]  # fmt: skip
    return Embed(
        title=said.atlas_title(data, state),
        line=said.atlas_line(data, state),
        body=body,
        back=state.href(),
        slots={ids.MAP_HOST: atlas.map_svg(data, state)},
    )


def _table(data: Data, _name: str, query: str) -> Embed:
    state, _ = from_query(query, data)
    state = replace(state, view="table", country="")
    return Embed(
        title=said.atlas_title(data, state),
        line=said.atlas_line(data, state),
        body=table(data, state),
        back=state.href(),
        slots={},
    )


def _of_journey(data: Data, name: str, query: str) -> tuple[JourneyState, Profile, str]:
    state, _ = JourneyState.read(data.atlas, name, query)
    state = replace(state, cell=None)
    way = state.way.journey(data.atlas)
    route = data.atlas.routes.get(way.route_id)
    return state, journey.profile_of(data, way, state), route.name if route else way.name


def _profile(found: Profile, state: JourneyState, title: str) -> Any:
    return grid(
        found,
        cell_href=lambda order, number: state.href(cell=(order, number)),
        cells_go=False,
        country_href=lambda iso3: link(f"/country/{iso3}", state.lens.pairs()),
        goal_href=lambda number: state.href(goal=number),
        goal=state.goal,
        label=f"Protection profile of {title}",
    )


def _journey(data: Data, name: str, query: str) -> Embed:
    state, found, title = _of_journey(data, name, query)
    told = [s for s in found.sentences() if s.kind in ("weakest", "drop", "unknown")]
    body = [
        _profile(found, state, title),
        journey.level_key(),
        *(html.P(sentence.text, className="small") for sentence in told),
    ]
    return Embed(title=title, line=said.journey_line(found), body=body, back=state.href(), slots={})


def _labels(data: Data, name: str, query: str) -> Embed:
    state, found, title = _of_journey(data, name, query)
    lens = state.lens
    profiles = {
        status: data.profile(
            found.journey, replace(lens.child, status=status), lens.year, lens.checked
        )
        for status in STATUSES
    }
    pictures = [
        html.Figure([html.Figcaption(STATUS_LABELS[status]), mini(one, STATUS_LABELS[status])],
                    className="label-picture")
        for status, one in profiles.items()
    ]  # fmt: skip
    body = [
        html.Div(pictures, className="label-pictures"),
        journey.level_key(),
        *(html.P(sentence.text, className="small") for sentence in label_sentences(profiles)[:2]),
    ]
    return Embed(
        title=f"{title}: same child, other label",
        line=said.journey_line(found),
        body=body,
        back=state.href(),
        slots={},
    )


def _compare(data: Data, _name: str, query: str) -> Embed:
    state, _ = CompareState.read(query)
    first, second, found = said.compared(data, state)
    body: list[Any] = [html.P(s.text, className="small") for s in found.sentences("A", "B")]
    for side, one, marked in (
        ("A", found.a, {(d.stage_a.order, d.goal) for d in found.differences}),
        ("B", found.b, {(d.stage_b.order, d.goal) for d in found.differences}),
    ):
        on = compare.journey_state(state, side)
        name = first if side == "A" else second
        body += [
            html.H2([html.Span(side, className="side"), f" {name}"], className="embed-h2"),
            html.P(said.journey_line(one), className="quiet small"),
            grid(
                one,
                cell_href=lambda order, goal, on=on: on.href(cell=(order, goal)),  # type: ignore[misc]
                cells_go=False,
                country_href=lambda iso3, on=on: link(f"/country/{iso3}", on.lens.pairs()),  # type: ignore[misc]
                marked=marked,
                label=f"{side}: {name}",
            ),
        ]
    return Embed(
        title="Side by side",
        line=first if first == second else f"{first} and {second}",
        body=body,
        back=state.href(),
        slots={},
    )


def _country(data: Data, name: str, query: str) -> Embed:
    iso3 = name.strip("/").upper()[:40]
    if iso3 not in data.iso3s:
        raise UnknownNameError("country", iso3, data.iso3s)
    state, _ = PlainState.read(f"/country/{iso3}", query)
    lens = state.lens
    levels = data.atlas.levels(iso3, lens.child, lens.year, checked_only=lens.checked)
    goals = data.atlas.rubrics.goals
    rows = [
        html.Li(
            [
                html.Span(f"{number} {goals[number].short}", className="goal"),
                level_bar(level.value, is_judged=goals[number].is_judged),
                html.Span(
                    level_words(level.value, is_judged=goals[number].is_judged),
                    className="quiet small",
                ),
            ],
            className="embed-level",
        )
        for number, level in levels.items()
    ]
    body = [
        html.Ul(rows, className="plain"),
        html.H2("Immigration detention over the years", className="embed-h2"),
        *(
            strip(data, state, iso3, company, colour)
            for colour in ("detention_law", "detention_practice")
            for company in COMPANIES
        ),
    ]
    return Embed(
        title=data.name(iso3),
        line=f"What {child_in_words(lens.child)}, meets in {lens.year}.",
        body=body,
        back=state.href(),
        slots={},
    )


def _what_if(data: Data, _name: str, query: str) -> Embed:
    state, _ = WhatIfState.read(data, query)
    effect = what_if.effect_of(data, state, state.made(data))
    found = ordered(effect)
    if state.changes:
        said = [s for s in effect.sentences() if s.kind != "reach"]  # the line above says it
        body: list[Any] = [html.P(s.text, className="small") for s in said]
        body += [
            journey_before_after(data, state, one, is_short=True) for one in found[:EMBEDDED_WAYS]
        ]
        if len(found) > EMBEDDED_WAYS:
            body.append(html.P(f"And {len(found) - EMBEDDED_WAYS} more.", className="quiet small"))
        if found:
            body.append(journey.level_key())
    else:
        words = way_words(data, state)
        body = [lever_list(data, state, what_if.ranking_of(data, state), words)]
    return Embed(
        title=what_if.title(state.made(data)),
        line=what_if.line(data, state, effect),
        body=body,
        back=state.href(),
        slots={},
    )


EMBEDDED_WAYS = 6  # journeys shown in a frame


def _gaps(data: Data, _name: str, query: str) -> Embed:
    state, _ = GapState.read(data, query)
    state = replace(state, cell=None)
    found = gaps_of(data, state)
    body = [
        html.Div(id=ids.MAP_HOST, className="gap-map"),
        gap_matrix.legend(data, state, found),
        html.P(MAP_DISCLAIMER, className="quiet small"),
        gap_matrix.matrix(data, state, found),
    ]
    return Embed(
        title=commitments.title(data, state),
        line=commitments.line(data, state, found),
        body=body,
        back=state.href(),
        slots={ids.MAP_HOST: commitments.map_svg(data, state, found)},
    )


KINDS: dict[str, Callable[[Data, str, str], Embed]] = {
    "map": _map,
    "table": _table,
    "journey": _journey,
    "labels": _labels,
    "compare": _compare,
    "country": _country,
    "what-if": _what_if,
    "gaps": _gaps,
}
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
    theme = pairs.get("theme", "auto")
    kept = f"theme={theme}" if theme in ("light", "dark") else ""
    kind = rest.strip("/").partition("/")[0]
    in_words = version_in_words(data.version, data.atlas.date, is_frozen=bool(data.edition))
    tree = html.Main(
        [
            html.H1(found.title),
            html.P(found.line, className="embed-line"),
            _banner(data, rest, query, found),
            _not_spoken(pairs.get("lang", "")),
            html.Div(found.body, className=f"embed-body embed-{kind}"),
            html.Footer(
                [
                    html.A("Childways", href=found.back, className="brand"),
                    html.Span(
                        [
                            "○ rests in part on sources not yet checked. Each value’s sources: ",
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
    look = f' data-theme="{theme}"' if kept else ""
    at = f"/static/{version}"
    return (
        f'<!DOCTYPE html><html lang="en"{look}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(found.title)} · Childways</title>"
        f'<link rel="canonical" href="{escape(origin + found.back)}">'
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
    return cited.banner(data, data.editions, f"/embed/{rest}", _without_theme(query), version)


def _led(tag: str, kind: str, kept: str, origin: str) -> str:
    """Let choices stay in the frame, as embeds, and everything else open beside it."""
    found = _HREF.search(tag)
    if found is None:
        return tag
    href = unescape(found[1])
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
    if kind == "gaps" and href.startswith("/commitments"):
        return href.replace("/commitments", "/embed/gaps", 1)
    same = kind in ("compare", "what-if") and href.startswith(f"/{kind}")
    return f"/embed{href}" if same else ""


def tag_of(data: Data, rest: str, query: str, version: str) -> str:
    """Return the entity tag of an embed: changes with data, assets and address."""
    text = "\n".join((data.version, version, rest, query))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'
