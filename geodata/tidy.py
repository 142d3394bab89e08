"""Official figures in one shape, whoever published them: the tables that every ``parse`` returns.

A cell that was empty is ``NA`` and never zero. Each row leads back to the cell it was read from:
``snapshot`` names the stored answer, ``locator`` the file and the line, item or query in it. A code
that is not a country stays as the source wrote it: ``geodata.incoming`` names it and sets it aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from geodata.errors import DataError
from geodata.fields import one_of, text, year
from geodata.schema import Field, TableSchema

UNITS = ("people", "cases", "movements", "deaths", "percent", "index_0_10")
STATUS = ("reported", "estimated", "modelled", "provisional", "suppressed")
AGE_GROUPS = ("all", "children", "0-4", "5-11", "12-17", "unaccompanied")
MADE = ("recorded", "copy", "synthetic")
SEVERITIES = ("note", "warning", "error")
MISSING = frozenset({"", "-", "–", "..", ":", "n/a", "N/A", "nan", "NaN", "null", "None"})


def _number(name: str, meaning: str, *, unit: str = "", required: bool = False) -> Field:
    return Field(name=name, kind="number", meaning=meaning, unit=unit, required=required)


_CODE = "ISO 3166-1 alpha-3; the source's own code where it is no country."
_FROM = (
    text("source_id", "Row in sources.csv.", required=True),
    text("snapshot", "Snapshot it was read from, such as unhcr/2026-05-01.", required=True),
    text("locator", "File of the snapshot and the line, item or query in it.", required=True),
)
SNAPSHOTS = TableSchema(
    name="snapshots",
    title="Snapshots: answers of publishers, as received",
    fields=(
        text("snapshot", "Source and date, such as unhcr/2026-05-01.", required=True),
        text("source_id", "Row in sources.csv.", required=True),
        text("publisher", "Who published it.", required=True),
        text("title", "What it is.", required=True),
        text("url", "Where it was asked for.", required=True),
        text("retrieved", "Date and time it was received, UTC, ISO 8601.", required=True),
        text("licence", "Terms, as far as known.", required=True),
        one_of("made", MADE, "recorded: received from the publisher; copy: from a third party's "
               "copy; synthetic: made up for tests."),
        Field(name="files", kind="integer", meaning="Number of files.", required=True),
        Field(name="bytes", kind="integer", meaning="Size.", unit="bytes", required=True),
        text("sha256", "Checksum over the checksums of its files.", required=True),
    ),
    key=("snapshot",),
)  # fmt: skip
OBSERVATIONS = TableSchema(
    name="observations",
    title="Observations: one official figure for a country and a year",
    fields=(
        text("series", "What is measured.", required=True),
        Field(name="iso3", kind="iso3", meaning=f"Country or area, {_CODE}", required=True),
        year("year", "Year the figure is for; of a survey, its last year.", required=True),
        _number("value", "The figure, in `unit`; NA is not known."),
        one_of("unit", UNITS, "What the figure counts, or its scale."),
        _number("lower", "Lower bound as published, in `unit`."),
        _number("upper", "Upper bound as published, in `unit`."),
        one_of("status", STATUS, "What the source says of the figure.", required=False),
        text("note", "The source's own remark, shortened."),
        *_FROM,
    ),
    key=("series", "iso3", "year", "source_id"),
)
FLOWS = TableSchema(
    name="flows",
    title="Flows: people by country of origin and country of asylum or destination",
    fields=(
        text("series", "What is counted.", required=True),
        Field(name="origin_iso3", kind="iso3", meaning=f"Country of origin, {_CODE}",
              required=True),
        Field(name="destination_iso3", kind="iso3", required=True,
              meaning=f"Country of asylum or destination, {_CODE}"),
        year("year", "Year the figure is for; a stock is of its last day.", required=True),
        one_of("group", AGE_GROUPS, "Whom it counts; bands are ages in years."),
        _number("value", "The figure, in `unit`; NA is not known."),
        one_of("unit", UNITS, "What is counted: a case can be a whole family."),
        _number("age_coverage", "Share of the total whose age is known; NA where no age is "
                "asked. The count of children covers that share only.", unit="0 to 1"),
        *_FROM,
    ),
    key=("series", "origin_iso3", "destination_iso3", "year", "group", "unit", "source_id"),
)  # fmt: skip
INCIDENTS = TableSchema(
    name="incidents",
    title="Incidents: deaths and disappearances as recorded, before they are added up",
    fields=(
        text("incident_id", "The source's own number.", required=True),
        year("year", "Year of the incident; NA where none is given."),
        Field(name="month", kind="integer", meaning="Month, 1 to 12.", minimum=1, maximum=12),
        text("route", "Migration route, as the source names it."),
        text("region", "Region of the incident, as the source names it."),
        text("iso3", f"Country of the incident, {_CODE} Empty where none is named."),
        text("origin_iso3", f"Country of origin, {_CODE} Empty where none or several are named."),
        _number("dead", "Bodies found.", unit="people"),
        _number("missing", "Least number missing.", unit="people"),
        _number("dead_or_missing", "Both together, the least it can be.", unit="people"),
        _number("children", "Children among them; NA is not known.", unit="people"),
        _number("lon", "Rounded to one decimal; never drawn as a point.", unit="degrees east"),
        _number("lat", "Rounded to one decimal; never drawn as a point.", unit="degrees north"),
        *_FROM,
    ),
    key=("incident_id", "source_id"),
)
WARNINGS = TableSchema(
    name="warnings",
    title="Warnings: what is odd in figures as they came in",
    fields=(
        text("warning_id", "Name, series and snapshot.", required=True),
        text("name", "What kind of oddity; see docs/fetching.md.", required=True),
        one_of("severity", SEVERITIES, "note: to be known; warning: kept, and to be read with "
               "care; error: set aside, not loaded."),
        text("series", "Series it is about.", required=True),
        text("source_id", "Row in sources.csv.", required=True),
        text("snapshot", "Snapshot it was found in.", required=True),
        Field(name="rows", kind="integer", meaning="How many rows.", required=True),
        text("words", "What was found and what was done, in words.", required=True),
    ),
    key=("warning_id",),
)  # fmt: skip
WARNING_ROWS = TableSchema(
    name="warning_rows",
    title="The rows that warnings are about",
    fields=(
        text("warning_id", "Row in warnings.", required=True),
        text("iso3", "Country, or country of asylum or destination."),
        text("origin_iso3", "Country of origin, of a flow."),
        year("year", "Year the figure is for."),
        text("group", "Whom it counts, of a flow."),
        _number("value", "The figure as received."),
        _number("beside", "What it was compared with: the year before, or the other value."),
        text("locator", "File of the snapshot and the line, item or query in it."),
    ),
    key=("warning_id", "iso3", "origin_iso3", "year", "group", "locator"),
)


def frame(schema: TableSchema, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame with every declared column, in order, typed. What is not given is NA.

    Text that is not given is "".
    """
    kept = list(rows)
    return typed(schema, {f.name: [row.get(f.name) for row in kept] for f in schema.fields})


def typed(
    schema: TableSchema, columns: Mapping[str, Sequence[Any] | pd.Series[Any]]
) -> pd.DataFrame:
    """Return columns as a frame with every declared column, in order, typed. See ``frame``."""
    made = {}
    length = max((len(values) for values in columns.values()), default=0)
    for field in schema.fields:
        values = columns.get(field.name, [None] * length)
        given = values.reset_index(drop=True) if isinstance(values, pd.Series) else list(values)
        series = pd.Series(given, dtype=field.dtype)
        made[field.name] = series.fillna("") if field.dtype == "string" else series
    return pd.DataFrame(made)


def numbers(cells: pd.Series[str], places: pd.Series[str]) -> pd.Series[float]:
    """Return a whole column of cells as numbers. See ``number``.

    Args:
        places: file and row of each cell, for the message.
    """
    kept = cells.where(~cells.isin(MISSING))
    read = pd.to_numeric(kept.str.replace(",", "").str.replace(" ", ""), errors="coerce")
    odd = read.isna() & kept.notna() | read.abs().eq(float("inf"))
    if odd.any():
        first = odd.idxmax()
        number(cells[first], places[first])  # raises, and says where
    return read.astype("Float64")


def number(cell: object, where: str) -> float | None:
    """Return the number in a cell as a publisher wrote it; None where it says that none is known.

    Args:
        where: file and row, for the message.

    Raises:
        DataError: neither a number nor a sign for missing.
    """
    if cell is None:
        return None
    written = str(cell).strip()
    if written in MISSING:
        return None
    try:
        value = float(written.replace(",", "").replace(" ", "").replace(" ", ""))
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise DataError(
            f"{where}: found {written[:40]!r}, expected a number or nothing. The source may have "
            "changed how it writes figures: look at the snapshot."
        )
    return value
