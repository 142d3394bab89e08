"""IOM Missing Migrants Project: deaths and disappearances as recorded, one row an incident.

Least estimates: many deaths are never recorded. An empty number of children is not known, not zero.
The file's address changes with each release, so the operator sets it. Places are rounded to one
decimal on the way in, and free text and links are not taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from geodata import countries
from geodata.connectors.asking import (
    AnswerError,
    Ask,
    Connector,
    Files,
    Options,
    Step,
    Tidy,
    more,
    need,
    rows_of,
)
from geodata.snapshots import Origin
from geodata.tidy import INCIDENTS, OBSERVATIONS, frame, number

# Our name -> the publisher's column, with spelling reduced to letters: the wording varies.
COLUMNS = {
    "incident_id": ("mainid", "incidentid", "webid"),
    "year": ("incidentyear", "reportedyear", "year"),
    "month": ("month", "reportedmonth"),
    "date": ("incidentdate", "reporteddate"),
    "dead": ("numberofdead", "numberdead"),
    "missing": ("minimumestimatednumberofmissing",),
    "dead_or_missing": ("totalnumberofdeadandmissing", "totaldeadandmissing"),
    "children": ("numberofchildren",),
    "route": ("migrationroute",),
    "region": ("regionofincident", "region"),
    "country": ("countryofincident", "countryofincidentiso3"),
    "origin": ("countryoforigin",),
    "coordinates": ("coordinates", "locationcoordinates"),
}
OPTIONAL = ("date", "month", "country", "origin", "coordinates", "route", "region")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
COUNTED = {
    "dead_or_missing": "iom_dead_or_missing",
    "children": "iom_children_dead_or_missing",
}


def plan(options: Options) -> list[Ask]:
    """Return the one request: the file whose address is the base."""
    return [Ask(file="incidents.csv", path=str(options["file"]), form="csv")]


def after(_ask: Ask, content: bytes) -> Step:
    """Check that the columns we read are there and rows are whole."""
    _named(next(iter(rows_of(content, ())), (0, {}))[1])
    for _ in rows_of(content, ()):
        pass
    return Step()


def parse(files: Files) -> Tidy:
    """Read incidents, and add them up by country of the incident and year.

    The sums are not suppressed: counts below 10 must not leave the build as they are.
    """
    incidents: list[dict[str, Any]] = []
    for where, content in files:
        names: Mapping[str, str] | None = None
        for line, cells in rows_of(content, ()):
            names = names or _named(cells)
            row = {ours: cells[theirs] for ours, theirs in names.items()}
            at = f"{where.file}, line {line}"
            year = re.match(r"\d{4}", row["year"] or row.get("date", ""))
            lon, lat = _place(row.get("coordinates", ""))
            incidents.append({
                "incident_id": row["incident_id"], "year": int(year[0]) if year else None,
                "month": _month(row.get("month", "")), "route": row.get("route", ""),
                "region": row.get("region", ""),
                "iso3": country(row.get("country", "")),
                "origin_iso3": country(row.get("origin", "")),
                **{n: number(row[n], at) for n in ("dead", "missing", *COUNTED)},
                "lon": lon, "lat": lat, **where.row(f"line {line}"),
            })  # fmt: skip
    return Tidy(
        observations=frame(OBSERVATIONS, _by_country(incidents)),
        incidents=frame(INCIDENTS, incidents),
    )


def country(written: str) -> str:
    """Return the ISO3 code for a country as the publisher writes it; "" if none or several."""
    if countries.is_iso3(written):
        return written
    return countries.by_name(written)


def _by_country(incidents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str, int], list[Any]] = defaultdict(lambda: [None, 0, None])
    for row in incidents:
        for name, series in COUNTED.items():
            if row[name] is None or not row["iso3"] or row["year"] is None:
                continue
            cell = sums[(series, row["iso3"], row["year"])]
            cell[0] = (cell[0] or 0) + row[name]
            cell[1] += 1
            cell[2] = cell[2] or row
    return [
        {
            "series": series, "iso3": iso3, "year": year, "value": value, "unit": "deaths",
            "lower": value, "status": "reported",
            "note": "Least estimate; most deaths are never recorded.",
            "source_id": first["source_id"], "snapshot": first["snapshot"],
            "locator": more(first["locator"], count - 1, "incidents of that country and year"),
        }
        for (series, iso3, year), (value, count, first) in sums.items()
    ]  # fmt: skip


def _named(cells: Mapping[str, str]) -> dict[str, str]:
    """Return our name -> the column's name in this release."""
    if not cells:
        raise AnswerError("found a header and no incident")
    reduced = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in cells}
    found = {
        ours: next(reduced[name] for name in theirs if name in reduced)
        for ours, theirs in COLUMNS.items()
        if any(name in reduced for name in theirs)
    }
    need(found, [name for name in COLUMNS if name not in OPTIONAL], "the header")
    return found


def _month(cell: str) -> int | None:
    start = cell[:3].lower()
    if start in MONTHS:
        return MONTHS.index(start) + 1
    return int(cell) if cell.isdigit() and 1 <= int(cell) <= len(MONTHS) else None


def _place(cell: str) -> tuple[float | None, float | None]:
    """Return longitude and latitude from ``"lat, lon"``, rounded to one decimal."""
    match = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*", cell)
    return (round(float(match[2]), 1), round(float(match[1]), 1)) if match else (None, None)


CONNECTOR = Connector(
    origin=Origin(
        source="missing_migrants",
        source_id="iom-missing-migrants",
        publisher="IOM",
        title="Missing Migrants Project: incidents",
        licence="CC BY 4.0 as quoted by reusers; confirm with IOM",
        licence_url="https://missingmigrants.iom.int/downloads",
        note="Least estimates. Never divided by numbers of people without saying so.",
    ),
    base="",
    plan=plan,
    after=after,
    parse=parse,
    options={"file": ""},
)
