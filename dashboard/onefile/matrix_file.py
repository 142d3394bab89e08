"""Views with many values or records for a file: choose, sort, find, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard import embeds
from dashboard.components import gap_matrix
from dashboard.data import Data
from dashboard.markup import to_html
from dashboard.onefile import record_files, twins, what_if_file
from dashboard.onefile.content import Content, Groups, Pool, in_year
from dashboard.onefile.links import BLANK, linked_to_site, site_address
from dashboard.onefile.twins import Line, Reads, Twin
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import GapState, gaps_of
from dashboard.sheet_state import SheetState
from dashboard.shown import ShownTable, shown
from dashboard.what_if_state import NOT_FACT
from routes import YEARS
from routes.model import ROLES

TWINS: Mapping[str, Reads] = {
    "goals": twins.of_goals,
    "sheet": twins.of_sheet,
    "gaps": twins.of_gaps,
    "coverage": twins.of_coverage,
    "what-if": what_if_file.of_what_if,
    "timeline": record_files.of_timeline,
    "practice": record_files.of_practice,
}
OF_ALL_YEARS = ("sheet",)  # kinds whose other years are held as well, where they are few
MOST_COUNTRIES = 25  # in all years: more would take long to make, and not fit


def content(
    data: Data, rest: str, query: str, table: ShownTable, *, is_short: bool = False
) -> Content:
    """Return the view with its table line by line; every year of it where that fits."""
    kind, _, name = rest.strip("/").partition("/")
    sources, words = Pool(), Pool()
    twin = TWINS[kind](data, name, query, table, sources)
    body = what_if_file.figure(data, query) if kind == "what-if" else None
    now = table.lens.year
    has_years = kind in OF_ALL_YEARS and not is_short and _is_few(data, query)
    offered = tuple(YEARS) if has_years else (now,)
    years: dict[str, Any] = {}
    roles: dict[str, str] = {}  # of the countries of every year: a treaty's are others in each
    for year in offered:
        asked = in_year(query, year)
        other = table if year == now else shown(data, rest, asked)
        lines = twin if year == now else TWINS[kind](data, name, asked, other, sources)
        painted = embeds.embed(data, rest, asked)
        roles |= lines.roles
        years[str(year)] = {
            "title": painted.title,
            "line": painted.line,
            "back": site_address(painted.back, data),
            "lines": [_packed(line, words) for line in lines.lines],
        }
        if has_years:
            html = linked_to_site(to_html(painted.body, painted.slots), data)
            years[str(year)]["body"] = html.replace(BLANK, "")
            rows = [[words(cell) for cell in line.cells] for line in lines.lines]
            years[str(year)]["rows"] = rows
    payload = {
        "kind": kind,
        "grid": True,
        "years": offered,
        "year": now,
        "words": list(words.texts),
        "heading": 0,
        "roles": roles,
        "told": twin.told or tuple(range(2, len(twin.heads) - 1)),
        "painted": _of_map(data, kind, query),
        "shown": years,
    }
    return Content(
        choices=_choices(data, replace(twin, roles=roles), offered),
        columns=twin.heads,
        heading=0,
        rows=[line.cells for line in twin.lines],
        source_ids=tuple(sources.texts),
        payload=payload,
        body=body,
        caption=f"{NOT_FACT}: what the rubrics make of supposed facts" if kind == "what-if" else "",
        can_find=len(twin.lines) > 1,
    )


def _is_few(data: Data, query: str) -> bool:
    """Return whether the countries that are on a sheet in some year are few."""
    state, _, _ = SheetState.read(data, query)
    in_years = (replace(state, lens=replace(state.lens, year=year)) for year in YEARS)
    every = {iso3 for one in in_years for iso3 in one.iso3s(data)}
    if state.roles != ROLES:
        roles = twins.roles_of(data, every)
        every = {iso3 for iso3 in every if set(roles[iso3].split()) & set(state.roles)}
    return len(every) <= MOST_COUNTRIES


def _packed(line: Line, words: Pool) -> list[Any]:
    """Return where a line belongs: country, column, step, rank and journey."""
    return [line.iso3, words(line.name), words(line.tag), line.rank, words(line.group)]


def _choices(data: Data, twin: Twin, offered: tuple[int, ...]) -> list[tuple[str, str, Groups]]:
    goals = data.atlas.rubrics.goals.values()
    found: list[tuple[str, str, Groups]] = []
    if twin.has_goals:
        options = [("0", "All goals"), *((str(g.goal), f"{g.goal} {g.short}") for g in goals)]
        found.append(("goal", "Goal", [("", options)]))
    if twin.groups:
        found.append(("way", "Journey", [("", [("", "All that change"), *twin.groups])]))
    if twin.tags:
        found.append(("show", "Show", [("", [("", "Everything"), *twin.tags])]))
    if any(twin.roles.values()):
        options = [("", "All countries"), *((role, role.capitalize()) for role in ROLES)]
        found.append(("role", "Role", [("", options)]))
    if len(offered) > 1:
        found.append(("year", "Year", [("", [(str(y), str(y)) for y in reversed(offered)])]))
    return found


def _of_map(data: Data, kind: str, query: str) -> dict[str, str]:
    """Return what the map of a view says under the pointer, country by country."""
    if kind == "practice":
        return record_files.painted(data, query)
    if kind != "gaps":
        return {}
    state, _ = GapState.read(data, query)
    found = gap_matrix.codes(data, state, gaps_of(data, state))
    return {iso3: f"{data.name(iso3)}\n{LOOKS[one].word}" for iso3, one in found.items()}
