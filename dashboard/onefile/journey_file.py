"""Journeys, labels, comparisons and countries for a file: every year, and every goal's line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard import embeds
from dashboard.components.evidence import EVIDENCE
from dashboard.components.profile_grid import step_line
from dashboard.data import Data
from dashboard.markup import to_html
from dashboard.onefile.content import Content, Groups, Pool, in_year, numbered
from dashboard.onefile.links import BLANK, linked_to_site, site_address
from dashboard.pages import journey
from dashboard.shown import ShownTable, shown
from dashboard.shown.table import BETWEEN, Row
from dashboard.ways import JourneyState
from routes import GOALS, YEARS

GRADE_OF = {words: f"{mark} {words}" for mark, words in EVIDENCE.values()}


def content(
    data: Data, rest: str, query: str, now: ShownTable, *, is_short: bool = False
) -> Content:
    """Return the view in every year, as the server paints it; in its own alone when short."""
    kind, _, name = rest.strip("/").partition("/")
    sources, words = Pool(), Pool()
    columns = _columns(kind)
    years: dict[int, dict[str, Any]] = {}
    rows_now: list[list[str]] = []
    offered = (now.lens.year,) if is_short else YEARS
    for year in offered:
        asked = in_year(query, year)
        table = now if year == now.lens.year else shown(data, rest, asked)
        view = embeds.embed(data, rest, asked)
        rows = [_row(kind, row, sources) for row in table.rows if _is_told(kind, row, table)]
        if year == now.lens.year:
            rows_now = rows
        years[year] = {
            "title": view.title,
            "line": view.line,
            "rows": [[words(cell) for cell in row] for row in rows],
            "body": linked_to_site(to_html(view.body, view.slots), data).replace(BLANK, ""),
            "back": site_address(view.back, data),
        }
        if kind == "journey":
            years[year]["lines"] = _lines(data, name, asked)
    payload = {
        "kind": kind,
        "years": offered,
        "year": now.lens.year,
        "goal": _goal(data, kind, name, query),
        "origin": data.origin,
        "words": list(words.texts),
        "heading": columns.index("Goal"),
        "goalColumn": columns.index("Goal"),
        "shown": {str(year): found for year, found in years.items()},
    }
    choices: list[tuple[str, str, Groups]] = []
    if kind != "country":
        goals = data.atlas.rubrics.goals.values()
        options = [("0", "All goals")] if kind != "journey" else []
        options += [(str(goal.goal), f"{goal.goal} {goal.short}") for goal in goals]
        choices.append(("goal", "Goal", [("", options)]))
    choices.append(("year", "Year", [("", [(str(y), str(y)) for y in reversed(offered)])]))
    return Content(
        choices=choices,
        columns=columns,
        heading=columns.index("Goal"),
        rows=rows_now,
        source_ids=tuple(sources.texts),
        payload=payload,
    )


def _goal(data: Data, kind: str, name: str, query: str) -> int:
    return JourneyState.read(data.atlas, name, query)[0].goal if kind == "journey" else 0


def _lines(data: Data, name: str, query: str) -> dict[str, str]:
    """Return each goal's line in steps along the way."""
    state, _ = JourneyState.read(data.atlas, name, query)
    found = journey.profile_of(data, state.way.journey(data.atlas), replace(state, cell=None))
    return {str(goal): to_html(step_line(found, goal)) for goal in GOALS}


def _columns(kind: str) -> list[str]:
    first = {"labels": ["Label"], "compare": ["Side"], "country": ["What"]}.get(kind, [])
    stage = [] if kind == "country" else ["Stage", "Country"]
    return [*first, *stage, "Goal", "Level", "Known", "As of", "Evidence", "Sources"]


def _is_told(kind: str, row: Row, table: ShownTable) -> bool:
    """The strips over the years are the same in every year: told once, for the year shown."""
    return kind != "country" or row["shown"] == "level" or row["year"] == table.lens.year


def _row(kind: str, row: Row, sources: Pool) -> list[str]:
    if kind == "labels":
        cells = [str(row["label"])]
    elif kind == "compare":
        cells = [f"{row['side']}: {row['journey']}"]
    elif kind == "country":
        company = "alone" if row["company"] == "alone" else "in families"
        is_level = row["shown"] == "level"
        cells = ["Levels" if is_level else f"Detention, children {company}"]
    else:
        cells = []
    if kind != "country":
        cells += [str(row["stage"]), str(row["country"])]
    goal = row.get("goal")
    law = "in law" if row.get("measure") == "detention_law" else "in practice"
    ids = [name for name in str(row["source_ids"]).split(BETWEEN) if name]
    share = row.get("known_share")
    unchecked = "○ " if row["is_unchecked"] == "yes" else ""
    level = row.get("level_in_words") or row.get("value_in_words")
    return [
        *cells,
        f"{goal} {row['goal_name']}" if goal else law,
        f"{unchecked}{level}",
        "–" if share is None else f"{share:.0%}",
        str(row["as_of_year"] or "–"),
        GRADE_OF.get(str(row["evidence"]), "–"),
        numbered([sources(name) + 1 for name in ids]),
    ]
