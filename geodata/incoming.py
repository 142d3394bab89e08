"""Checks on official figures as they come in: odd rows are named, and never mended in silence.

Each finding has a name, a severity and words. ``error`` rows are set aside: they do not load.
``warning`` rows load, and are to be read with care. ``note`` is to be known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata import countries
from geodata.tidy import FLOWS, INCIDENTS, OBSERVATIONS, WARNING_ROWS, WARNINGS, frame, typed

FALL = 0.9
LEAST_BEFORE = 100  # falls from less are chance
LEAST_COVERAGE = 0.8
MOST = {"percent": 100.0, "index_0_10": 10.0}
LISTED = 1000  # rows of one warning that are listed; all are counted
LEAST_PARTS = 4  # fewer rows can add up by chance
PLACES = ("iso3", "origin_iso3", "destination_iso3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found in one table: the rows, with ``beside`` where one was compared."""

    name: str
    severity: str
    words: str
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Figures that load, those set aside, and why."""

    observations: pd.DataFrame
    flows: pd.DataFrame
    incidents: pd.DataFrame
    aside: pd.DataFrame
    warnings: pd.DataFrame
    warning_rows: pd.DataFrame


Check = Callable[[pd.DataFrame], Iterator[Finding]]


def check(
    observations: pd.DataFrame | None = None,
    flows: pd.DataFrame | None = None,
    incidents: pd.DataFrame | None = None,
) -> Checked:
    """Check figures of any number of snapshots.

    Returns:
        What loads and what is set aside, and the tables ``warnings`` and ``warning_rows``. No value
        is changed.
    """
    kept: dict[str, pd.DataFrame] = {}
    aside: list[pd.DataFrame] = []
    findings: list[Finding] = []
    given = (("observations", observations, OBSERVATIONS), ("flows", flows, FLOWS))
    for name, table, schema in given:
        table = frame(schema, ()) if table is None else table.reset_index(drop=True)
        found = [finding for one in CHECKS[name] for finding in one(table)]
        bad = pd.Series(False, index=table.index)
        for finding in found:
            if finding.severity == "error":
                bad[finding.rows.index] = True
        kept[name] = table[~bad].reset_index(drop=True)
        aside.append(table[bad])
        findings += found
    events = frame(INCIDENTS, ()) if incidents is None else incidents.reset_index(drop=True)
    findings += _incidents(events)
    warnings, rows = _tables(findings)
    return Checked(
        **kept, incidents=events, aside=pd.concat(aside, ignore_index=True),
        warnings=warnings, warning_rows=rows,
    )  # fmt: skip


def _not_countries(table: pd.DataFrame) -> Iterator[Finding]:
    """Aggregates would be counted twice; other codes can't be drawn."""
    kinds = {
        name: table[name].map({c: countries.read(c).kind for c in table[name].unique()})
        for name in PLACES
        if name in table
    }
    if not kinds:
        return
    every = pd.DataFrame(kinds, index=table.index).astype("str")
    aggregate = (every == "aggregate").any(axis=1)
    odd = (every == "not_iso").any(axis=1) & ~aggregate
    nobody = (every == "nobody").any(axis=1) & ~aggregate & ~odd
    yield Finding(
        name="aggregate_among_countries", severity="error", rows=table[aggregate],
        words="Regions or groups of countries, among countries: added up, their people would count "
        "twice. Set aside.",
    )  # fmt: skip
    yield Finding(
        name="code_not_iso",
        severity="error",
        rows=table[odd],
        words="Codes that are not ISO 3166-1 alpha-3. Set aside; the code is as the source has it.",
    )
    yield Finding(
        name="no_country_of_origin",
        severity="note",
        rows=table[nobody],
        words="People of unknown country, or without a nationality. Kept, but drawn nowhere.",
    )


def _duplicates(table: pd.DataFrame) -> Iterator[Finding]:
    key = [n for n in (*PLACES, "series", "year", "group", "unit", "source_id") if n in table]
    again = table.duplicated(key, keep="first")
    first = table.drop_duplicates(key).set_index(key)["value"]
    rows = table[again]
    rows = rows.assign(beside=first.reindex(pd.MultiIndex.from_frame(rows[key])).to_numpy())
    same = (rows["value"] == rows["beside"]).fillna(rows["value"].isna() & rows["beside"].isna())
    yield Finding(
        name="duplicate", severity="error", rows=rows[same],
        words="The same figure a second time. The first is kept.",
    )  # fmt: skip
    yield Finding(
        name="contradiction", severity="error", rows=rows[~same],
        words="Another figure for the same place and year. The first is kept; which one is right, "
        "only the source can say.",
    )  # fmt: skip


def _impossible(table: pd.DataFrame) -> Iterator[Finding]:
    yield Finding(
        name="negative_value", severity="error", rows=table[(table["value"] < 0).fillna(False)],
        words="A count or share below zero. Set aside.",
    )  # fmt: skip
    most = table["unit"].map(MOST)
    yield Finding(
        name="out_of_range", severity="error",
        rows=table.assign(beside=most)[(table["value"] > most).fillna(False)],
        words="A share above 100 %, or a score above its scale. Set aside.",
    )  # fmt: skip


def _empty(table: pd.DataFrame) -> Iterator[Finding]:
    if "group" in table:  # bands of an age that nobody knows are one empty cell, not four
        table = table[table["group"].isin(("all", "children", "unaccompanied"))]
    yield Finding(
        name="empty_cell",
        severity="note",
        rows=table[table["value"].isna()],
        words="Cells that the source left empty. They stay unknown, and are never zero.",
    )


def _over_years(table: pd.DataFrame) -> Iterator[Finding]:
    """Compare each value with that of the year before and the year after."""
    key = [n for n in (*PLACES, "series", "group", "unit", "source_id") if n in table]
    counts = table[~table["unit"].isin(MOST) & table["value"].notna()]
    counts = counts.sort_values([*key, "year"], kind="stable")
    groups = counts.groupby(key, sort=False, dropna=False)
    before, after = groups["value"].shift(1), groups["value"].shift(-1)
    gap = counts["year"] - groups["year"].shift(1)
    next_gap = groups["year"].shift(-1) - counts["year"]
    large = (before >= LEAST_BEFORE) & (gap == 1)
    zero = large & (counts["value"] == 0) & (after >= LEAST_BEFORE) & (next_gap == 1)
    fall = large & (before - counts["value"] >= before * FALL) & ~zero.fillna(False)
    rows = counts.assign(beside=before)
    yield Finding(
        name="zero_between_values", severity="warning", rows=rows[zero.fillna(False)],
        words=f"Zero in one year, with {LEAST_BEFORE} or more the year before and the year after: "
        "an empty cell may have become zero at the source. Kept as received.",
    )  # fmt: skip
    yield Finding(
        name="fall_of_90_percent", severity="warning", rows=rows[fall.fillna(False)],
        words=f"A fall of {FALL:.0%} or more in one year, from {LEAST_BEFORE} or more. Kept: it "
        "can be true (people went home), or a change of method or of who reports.",
    )  # fmt: skip


def _sums(table: pd.DataFrame) -> Iterator[Finding]:
    """Find a row that is the sum of the others of its series and year: a total among parts."""
    key = [n for n in ("series", "year", "group", "unit", "destination_iso3") if n in table]
    place = "origin_iso3" if "origin_iso3" in table else "iso3"
    counts = table[~table["unit"].isin(MOST) & table["value"].notna() & (table["value"] > 0)]
    real = counts[counts[place].isin([c for c in counts[place].unique() if countries.is_iso3(c)])]
    groups = real.groupby(key, sort=False, dropna=False)["value"]
    rest = groups.transform("sum") - real["value"]
    total = (groups.transform("size") > LEAST_PARTS) & (real["value"] - rest).abs().le(rest * 0.001)
    total &= real["value"] >= LEAST_BEFORE
    yield Finding(
        name="looks_like_a_total", severity="warning",
        rows=real.assign(beside=rest)[total.fillna(False)],
        words="One country's figure is the sum of all the others: it may be a total under a "
        "country's code. Kept as received.",
    )  # fmt: skip


def _same_country(table: pd.DataFrame) -> Iterator[Finding]:
    yield Finding(
        name="origin_is_destination", severity="warning",
        rows=table[(table["origin_iso3"] == table["destination_iso3"]) & (table["value"] > 0)],
        words="Country of origin and country of asylum are the same: people in a refugee-like "
        "situation, or a mistake. Kept, and never drawn as a flow.",
    )  # fmt: skip


def _ages(table: pd.DataFrame) -> Iterator[Finding]:
    young = table[table["group"] == "children"]
    part = (young["age_coverage"] < LEAST_COVERAGE) & young["value"].notna()
    yield Finding(
        name="age_known_for_part", severity="warning",
        rows=young.assign(beside=young["age_coverage"])[part.fillna(False)],
        words=f"Age is known for less than {LEAST_COVERAGE:.0%} of the people: the number of "
        "children is of that part only. Kept, with its coverage; read with care.",
    )  # fmt: skip
    key = ["series", "origin_iso3", "destination_iso3", "year", "unit", "source_id"]
    every = table[table["group"] == "all"].drop_duplicates(key).set_index(key)["value"]
    total = every.reindex(pd.MultiIndex.from_frame(young[key])).to_numpy()
    young = young.assign(beside=total)
    yield Finding(
        name="more_children_than_people", severity="warning",
        rows=young[(young["value"] > young["beside"]).fillna(False)],
        words="More children than people in all. The two come from different tables of the source. "
        "Kept as received.",
    )  # fmt: skip


COMMON: tuple[Check, ...] = (
    _not_countries, _duplicates, _impossible, _empty, _over_years, _sums,
)  # fmt: skip
CHECKS: dict[str, tuple[Check, ...]] = {
    "observations": COMMON,
    "flows": (*COMMON, _same_country, _ages),
}


def _incidents(table: pd.DataFrame) -> list[Finding]:
    rows = table.assign(series="incidents", value=table["dead_or_missing"])
    parts = table[["dead", "missing"]].sum(axis=1, min_count=1)
    differs = (parts != table["dead_or_missing"]).fillna(False)
    return [
        Finding(
            name="incident_without_year",
            severity="warning",
            rows=rows[rows["year"].isna()],
            words="Incidents without a date. They are in no year's sum.",
        ),
        Finding(
            name="incident_without_country",
            severity="note",
            # Of a snapshot that holds no countries at all, nothing is odd.
            rows=rows[(rows["iso3"] == "") & (rows["iso3"] != "").any()],
            words="Incidents without a country, at sea for instance. They are in no country's sum.",
        ),
        Finding(
            name="incident_twice",
            severity="warning",
            rows=rows[table.duplicated("incident_id")],
            words="Incidents with the number of another. Kept: the source splits some into parts.",
        ),
        Finding(
            name="sum_differs",
            severity="warning",
            rows=rows.assign(beside=parts)[differs],
            words="Dead and missing do not add up to the total of both. The total is used.",
        ),
    ]


def _tables(findings: list[Finding]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return findings by series and snapshot, and their rows."""
    warnings: list[dict[str, Any]] = []
    parts: list[pd.DataFrame] = []
    for finding in findings:
        for (series, snapshot), rows in finding.rows.groupby(["series", "snapshot"], sort=False):
            identifier = f"{finding.name}:{series}:{snapshot}"
            warnings.append({
                "warning_id": identifier, "name": finding.name, "severity": finding.severity,
                "series": series, "source_id": rows["source_id"].iloc[0], "snapshot": snapshot,
                "rows": len(rows), "words": finding.words,
            })  # fmt: skip
            named = rows.head(LISTED).assign(warning_id=identifier)
            if "destination_iso3" in named:
                named = named.assign(iso3=named["destination_iso3"])
            parts.append(named)
    order = ["error", "warning", "note"]
    warnings.sort(key=lambda row: (order.index(row["severity"]), row["name"], row["series"]))
    rows = [
        typed(WARNING_ROWS, {n: part[n] for n in WARNING_ROWS.columns if n in part})
        for part in parts
    ]
    every = pd.concat(rows, ignore_index=True) if rows else frame(WARNING_ROWS, ())
    return frame(WARNINGS, warnings), every
