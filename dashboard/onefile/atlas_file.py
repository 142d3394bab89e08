"""The map and its table for a file: every colouring and year of one child."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl

from dash import html

from dashboard.colouring import child_in_words
from dashboard.components.evidence import EVIDENCE
from dashboard.components.value_table import rows
from dashboard.data import Data
from dashboard.onefile.content import Content, Groups, Pool, evidence_words, numbered
from dashboard.shown.table import GRADES, ShownTable
from dashboard.state import ViewState, from_query, to_query
from routes import YEARS, Fact
from routes.model import ROLES

COLUMNS = ("Country", "Value", "As of", "Evidence", "Sources")
Spell = list[Any]  # index of its first year, as-of year, grade, numbers of sources


def content(
    data: Data,
    _rest: str,
    query: str,
    _table: ShownTable,
    *,
    is_short: bool = False,  # noqa: ARG001
) -> Content:
    """Return all colourings and years for the child, routes and roles of the view."""
    state, _ = from_query(query, data)
    child = data.age_class(state.child)
    name = f"{child.age}-{child.company}-{child.status}" + ("-checked" if state.checked else "")
    pack = next(iter(json.loads(data.packs(name)).values()))
    sets = data.role_sets(state)
    in_view = sorted(data.in_view(state), key=data.name)
    sources = Pool()
    spells = _spells(data, state, in_view, sources)
    at = {iso3: i for i, iso3 in enumerate(data.world_of(state).countries)}
    payload = {
        "kind": "map",
        "years": YEARS,
        "year": state.year,
        "colour": state.colour,
        "steps": state.steps,
        "find": state.find,
        "child": child_in_words(state.child),
        "back": [data.origin, state.href(), data.edition],
        "countries": [
            [iso3, data.name(iso3), at[iso3], ", ".join(r for r in ROLES if iso3 in sets[r])]
            for iso3 in in_view
        ],
        "names": [[iso3, data.name(iso3)] for iso3 in at],
        "colourings": {
            c.colour: {
                "label": c.label,
                "head": c.headline(state.child),
                "goal": c.goal or 0,
                "steps": [
                    [_letter(step.code), step.name, step.css, step.label, step.meaning]
                    for step in c.steps
                ],
            }
            for c in data.colourings.values()
        },
        "pack": pack,
        "spells": spells,
        "grades": {grade: evidence_words(grade) for grade in EVIDENCE},
    }
    ids = tuple(sources.texts)
    numbers = {source_id: i + 1 for i, source_id in enumerate(ids)}
    return Content(
        choices=(("colour", "Show", _colours(data)), ("year", "Year", _years())),
        columns=COLUMNS,
        heading=0,
        rows=[
            [
                f"{row.name} ({', '.join(row.roles)})",
                row.label,
                str(row.as_of) if row.facts else "–",
                evidence_words(row.evidence),
                numbered(list(dict.fromkeys(numbers[f.source_id] for f in row.facts))),
            ]
            for row in rows(data, state)
        ],
        source_ids=ids,
        payload=payload,
    )


def without_marks(query: str) -> str:
    """Return the query of a view without its marks."""
    pairs = parse_qsl(query.removeprefix("?"))
    return to_query([(name, value) for name, value in pairs if name != "marks"])


def left_out(back: str) -> Any:
    """Return what a file says of marks that were asked for: its year can be changed, theirs not."""
    return html.P(
        ["This file leaves out deaths and missing: ", html.A("the view on the site", href=back),
         " has them, and so have its picture and its table."],
        className="small", role="note",
    )  # fmt: skip


def _letter(code: int) -> str:
    return {-1: "u", -2: "n"}.get(code, str(code))


def _years() -> Groups:
    return [("", [(str(year), str(year)) for year in reversed(YEARS)])]


def _colours(data: Data) -> Groups:
    every = data.colourings.values()
    return [
        (heading, [(c.colour, c.label) for c in group])
        for heading, group in groupby(every, lambda c: c.heading)
    ]


def _spells(
    data: Data, state: ViewState, iso3s: list[str], sources: Pool
) -> dict[str, dict[str, list[Spell]]]:
    """Return measure -> country -> spells of years with the same facts.

    A goal's facts are those of its measures; the script puts them together.
    """
    child = data.age_class(state.child)
    found: dict[str, dict[str, list[Spell]]] = {}
    for iso3 in iso3s:
        for i, year in enumerate(YEARS):
            for colouring in data.colourings.values():
                behind = data.behind(colouring, iso3, child, year, state.checked)
                mine = _spell(behind, sources)
                kept = found.setdefault(colouring.colour, {}).setdefault(iso3, [])
                if not kept or kept[-1][1:] != mine:
                    kept.append([i, *mine])
    return found


def _spell(facts: Sequence[Fact], sources: Pool) -> Spell:
    grades = {fact.evidence for fact in facts}
    return [
        min((fact.as_of_year for fact in facts), default=0),
        next((grade for grade in GRADES if grade in grades), ""),
        list(dict.fromkeys(sources(fact.source_id) + 1 for fact in facts)),
    ]
