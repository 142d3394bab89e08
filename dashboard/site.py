"""All pages of the site: which function answers at which address.

Each page is one function from data and address to a component tree. ``render`` adds what stands
above every page: that it is frozen, that it has changed since, or that it holds own facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from dashboard import cited, frozen
from dashboard.components.edition_banner import frozen_banner
from dashboard.components.own_banner import own_banner
from dashboard.data import Data
from dashboard.exports.cells import OWN_FACTS, with_ends
from dashboard.exports.terms import LICENCE_OF_ANSWERS
from dashboard.pages import (
    atlas,
    brief,
    commitments,
    compare,
    corrections,
    country,
    data_page,
    explain,
    goals,
    journey,
    journeys,
    methods,
    own,
    practice,
    problem,
    search,
    sheet,
    sources,
    timeline,
    what_if,
)
from dashboard.rendered import Rendered
from dashboard.shell import with_banner
from routes import RoutesError

# First part of a path -> the page that answers. Live pages are taken over by Dash.
Page = Callable[[Data, str, str], Rendered]
LIVE: dict[str, Page] = {
    "": atlas.render,
    "journey": journey.render,
    "compare": compare.render,
}
# With choices too, but left as painted: over their thousands of parts Dash would take seconds.
PAINTED: dict[str, Page] = {
    "journeys": journeys.render,
    "country": country.render,
    "goals": goals.render,
    "brief": brief.render,
    "sheet": sheet.render,
    "commitments": commitments.render,
    "timeline": timeline.render,
    "practice": practice.render,
    "search": search.render,
    "corrections": corrections.render,
    "explain": explain.render,
    "what-if": what_if.render,
    "data": data_page.render,
}
STILL: dict[str, Page] = {
    "methods": methods.render,
    "sources": sources.render,
    "own": own.render,
}

HOLDS_FILES = ("data",)  # what stands below their address are files, not views

# What a page shows as CSV, at its address with ".csv" -> file name and text.
CSV_FILES: dict[str, Callable[[Data, str], tuple[str, str]]] = {
    "atlas": atlas.csv_file,
    "commitments": commitments.csv_file,
    "timeline": timeline.csv_file,
    "practice": practice.csv_file,
    "what-if": what_if.csv_file,
    "data": data_page.csv_file,
}


class LostError(LookupError):
    """No page answers to this address."""


def render(data: Data, path: str, query: str) -> Rendered:
    """Return the page at an address.

    Args:
        path: with its leading slash, percent-encoded or not.
        query: with or without ``?``.

    Raises:
        LostError: nothing answers there.
    """
    first, _, rest = unquote(path).strip("/").partition("/")
    page = LIVE.get(first) or PAINTED.get(first) or STILL.get(first)
    if page is None:
        raise LostError(path)
    asked = frozen.read(query)
    try:
        found = page(data, rest, asked.query)
    except RoutesError as error:
        return problem.render(data, "The atlas does not have that", str(error), 404)
    banner = None
    if data.edition:
        address = f"{path}?{asked.query}" if asked.query else path
        banner = frozen_banner(data, address, data.differing)
    elif asked.cited is not None and data.editions is not None:
        banner = cited.banner(data, data.editions, path, asked.query, asked.cited)
    if banner:
        found = replace(found, tree=with_banner(found.tree, banner))
    if data.own_said:
        found = replace(found, tree=with_banner(found.tree, own_banner(data)))
    return found


def page_csv(data: Data, of: str, query: str) -> tuple[str, str]:
    """Return file name and text of what a page shows as CSV, a name of ``CSV_FILES``.

    Its last columns say which data it is, under which terms, of which view, and whose own facts.
    """
    name, text = CSV_FILES[of](data, query)
    asked = frozen.read(query).query
    address = f"/{of.removeprefix('atlas')}{'?' if asked else ''}{asked}"
    if not data.is_only_here:  # the page then says what has changed, and leads to what is kept
        address = frozen.with_pair(address, frozen.CITED, data.version)
    ends = {
        "data_version": data.version,
        "licence": LICENCE_OF_ANSWERS,
        "view": data.origin + address,
    }
    if data.own_said:
        ends[OWN_FACTS] = data.own_said
    return name, with_ends(text, ends)


def title_of(data: Data, path: str, query: str) -> str:
    """Return the title of the page at an address.

    Raises:
        LostError: no page answers there.
    """
    page = render(data, path, query)
    if page.status != 200:
        raise LostError(path)
    return page.title


def is_live(path: str) -> bool:
    """Return whether Dash takes over the page at this path."""
    return path.strip("/").partition("/")[0] in LIVE
