"""Frozen addresses: ``edition=`` names the data version, and stays in every link of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.address import WAYS_OUT
from dashboard.markup import STILL, attrs
from dashboard.state import USUAL_GOAL, Lens, ViewState
from dashboard.ways import MARKS

OF_ATLAS = ("", "map", "table", "chart", "trend")  # the kinds of view that are the atlas itself
# First part of a path -> its view depends on the child and the year.
WITH_CHILD = (*OF_ATLAS, "journey", "labels", "compare", "country", "journeys", "what-if",
              "commitments", "gaps", "timeline", "goals", "sheet", "brief", "corrections",
              "explain", "data", "coverage", "missing")  # fmt: skip
API = "api"
# The same of the API: what follows ``/api/v1/``.
API_WITH_CHILD = ("levels", "goals", "sheet", "gaps", "coverage", "open-questions", "what-if",
                  "levers", "explain", "briefs")  # fmt: skip
BEFORE = {**WAYS_OUT, "svg": 1}
EDITION, CITED = "edition", "cited"
LIVE = "data-live"  # on a link that leads out of a frozen page
LONGEST_VERSION = 40
_TAG = re.compile(r"<(?:a|form|iframe|img|div|link|source|object)\b[^>]*>")
_ADDRESS = re.compile(r' (href|src|action|data-svg|data-src|data-canonical)="([^"]*)"')
_ACTION, _NAME = re.compile(r' action="([^"]*)"'), re.compile(r' name="([^"]*)"')
_AS_THEY_ARE = ("/static/", "/_dash")  # the same for every data version


@dataclass(frozen=True, slots=True)
class Asked:
    """A query string, and what it says of data versions.

    Attributes:
        query: without ``edition`` and ``cited``, else as it came.
        edition, cited: None when the query does not name one.
    """

    query: str
    edition: str | None
    cited: str | None


def read(query: str) -> Asked:
    """Take the data versions out of a query string, with or without ``?``."""
    kept: list[str] = []
    found: dict[str, str] = {}
    for part in query.removeprefix("?").split("&"):
        name, _, value = part.partition("=")
        if name in (EDITION, CITED):
            found.setdefault(name, value[:LONGEST_VERSION])
        elif part:
            kept.append(part)
    return Asked("&".join(kept), found.get(EDITION), found.get(CITED))


def with_pair(address: str, name: str, value: str) -> str:
    """Return an address with one more choice, before its fragment; none twice."""
    place, mark, fragment = address.partition("#")
    path, _, query = place.partition("?")
    parts = [p for p in query.split("&") if p and p.partition("=")[0] != name]
    return f"{path}?{'&'.join([*parts, f'{name}={value}'])}{mark}{fragment}"


def frozen_address(address: str, data_version: str) -> str:
    """Return the frozen twin of an address. It names child, year and colouring or goal itself:
    what stays unsaid would change with the site's defaults, and the figures are for ever.
    """
    place, mark, fragment = address.partition("#")
    path, _, query = place.partition("?")
    said = {part.partition("=")[0] for part in query.split("&")}
    unsaid = [pair for pair in usual(path) if pair[0] not in said]
    parts = [query] if query else []
    parts += [f"{name}={value}" for name, value in unsaid]
    return with_pair(f"{path}?{'&'.join(parts)}{mark}{fragment}", EDITION, data_version)


def usual(path: str) -> list[tuple[str, str]]:
    """Return the choices that a path of the site takes when its query is silent."""
    steps = path.strip("/").split("/")
    lens, view = Lens(), ViewState()
    child = lens.child
    found = [("age", str(child.age)), ("company", child.company), ("status", child.status),
             ("year", str(lens.year))]  # fmt: skip
    if steps[0] == API:
        name = re.sub(r"(\.prov)?\.\w+$", "", "/".join(steps[2:]))
        first, _, rest = name.partition("/")
        return found if first in API_WITH_CHILD or (first == "journeys" and rest) else []
    if steps[0] == "brief-file":
        steps = ["brief", *steps[2:]]
    elif steps[0] in BEFORE:
        steps = steps[BEFORE[steps[0]] :]
    elif steps[0].endswith(".csv"):
        steps = [steps[0].removesuffix(".csv").replace("atlas", "")]
    first, has_rest = (steps[0], len(steps) > 1) if steps else ("", False)
    is_other = (first == "journey" and not has_rest) or (first == "data" and has_rest)
    if first not in WITH_CHILD or is_other:
        return []
    if first in OF_ATLAS:
        return [("colour", view.colour), *found]
    if first == "journey":
        return [*found, ("goal", str(USUAL_GOAL)), ("marks", ",".join(MARKS))]
    return [*found, ("goal", str(USUAL_GOAL))] if first == "labels" else found


def day(iso: str) -> str:
    """Return a day in words: ``25 November 2026``."""
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%B} {found.year}"


def _carried(address: str, edition: str, origin: str) -> str:
    """Return an address of ours frozen; any other as it is."""
    path = address.removeprefix(origin) if origin else address
    is_ours = path.startswith("/") and not path.startswith(("//", *_AS_THEY_ARE))
    if path == "" and origin:
        return address
    if not is_ours:
        return address
    return address.removesuffix(path) + frozen_address(path, edition)


def carry(text: str, edition: str, origin: str = "") -> str:
    """Return a page's HTML with the edition, child and year in its links, forms and pictures.

    Links marked ``data-live`` lead to what is live and stay so.
    """

    def in_tag(found: re.Match[str]) -> str:
        tag = found[0]
        if LIVE in tag:
            return tag
        led = _ADDRESS.sub(
            lambda a: f' {a[1]}="{escape(_carried(unescape(a[2]), edition, origin))}"', tag
        )
        if not tag.startswith("<form"):
            return led
        inside = found.string[found.end() :].partition("</form>")[0]
        pairs = _unsaid(_ACTION.search(tag), set(_NAME.findall(inside)), edition)
        return led + "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in pairs
        )

    return _TAG.sub(in_tag, text)


def _unsaid(
    action: re.Match[str] | str | None, names: set[str], edition: str
) -> list[tuple[str, str]]:
    """Return what a form must send beside its own fields, so that what it opens is frozen."""
    address = unescape(action[1]) if isinstance(action, re.Match) else action or ""
    pairs = [pair for pair in usual(address.partition("?")[0]) if pair[0] not in names]
    return [*pairs, (EDITION, edition)]


def carry_tree(tree: Any, edition: str, origin: str = "") -> Any:
    """Do the same to a component tree, in place: Dash draws it later."""
    for node in _nodes(tree):
        if getattr(node, LIVE, None):
            continue
        for name in ("href", "src", "data-svg", "data-src", "data-canonical"):
            address = getattr(node, name, None)
            if isinstance(address, str):
                setattr(node, name, _carried(address, edition, origin))
        if hasattr(node, STILL):
            setattr(node, STILL, carry(getattr(node, STILL), edition, origin))
        if isinstance(node, html.Form):
            children = node.children if isinstance(node.children, list) else [node.children]
            names = {str(getattr(one, "name", "")) for one in _nodes(children)}
            pairs = _unsaid(getattr(node, "action", ""), names, edition)
            hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in pairs]
            node.children = [*children, *hidden]
    return tree


def _nodes(node: Any) -> Iterator[Component]:
    if isinstance(node, (list, tuple)):
        for child in node:
            yield from _nodes(child)
    elif isinstance(node, Component):
        yield from _nodes(getattr(node, "children", None))
        yield node


def live_link(words: str, address: str, **more: Any) -> Any:
    """Return a link that leads out of a frozen page to what is live."""
    return html.A(words, href=address, **attrs(data_live="1"), **more)
