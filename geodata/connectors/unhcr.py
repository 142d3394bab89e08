"""UNHCR Refugee Data Finder: who is where, of what age, and how asylum claims are decided.

Asked with ``cf_type=ISO``: without it ``coo`` and ``coa`` are UNHCR's own letters (Germany is GFR).
``"-"`` is not available, never zero. Age bands cover only part of each total, so every count of
children carries ``age_coverage``. Figures are of 31 December, decisions of the whole year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geodata.connectors.asking import (
    AnswerError,
    Ask,
    Connector,
    Files,
    Options,
    Step,
    Tidy,
    Where,
    items_of,
    json_of,
    need,
    table_of,
    years,
)
from geodata.snapshots import Origin
from geodata.tidy import FLOWS, OBSERVATIONS, numbers, typed

PLACES = ("year", "coo_iso", "coa_iso")
POPULATIONS = ("refugees", "asylum_seekers", "oip")
AT_HOME = {"idps": "unhcr_idps", "stateless": "unhcr_stateless"}
TYPES = {"REF": "unhcr_refugees", "ASY": "unhcr_asylum_seekers", "OIP": "unhcr_oip"}
BANDS = {"0-4": ("f_0_4", "m_0_4"), "5-11": ("f_5_11", "m_5_11"), "12-17": ("f_12_17", "m_12_17")}
ADULTS = ("f_18_59", "f_60", "m_18_59", "m_60")
OUTCOMES = ("dec_recognized", "dec_other", "dec_rejected", "dec_closed", "dec_total")
PER = {"P": "people", "C": "cases"}
NEEDED = {
    "population": (*PLACES, *POPULATIONS, *AT_HOME),
    "demographics": (*PLACES, "pop_type", *sum(BANDS.values(), ()), *ADULTS, "total"),
    "asylum-decisions": (*PLACES, "dec_pc", *OUTCOMES),
}


def plan(options: Options) -> list[Ask]:
    """Return one chain of pages for each kind of figures and year."""
    return [
        Ask(
            file=f"{kind}-{year}.json",
            path=f"{kind}/",
            query={
                "limit": str(options["page_size"]), "yearFrom": str(year), "yearTo": str(year),
                "coo_all": "true", "coa_all": "true", "cf_type": "ISO",
                **({"ptype_show": "true"} if kind == "demographics" else {}),
            },
        ).at(1, {"page": "1"})
        for kind in NEEDED
        for year in years(options)
    ]  # fmt: skip


def after(ask: Ask, content: bytes) -> Step:
    """Check one page, and ask for the next until it is the last."""
    answer = json_of(content)
    need(answer, ("page", "maxPages", "items"), "the answer")
    page, last = int(answer["page"]), int(answer["maxPages"])
    if page != ask.page:
        raise AnswerError(f"found page {page} where page {ask.page} was asked for")
    if answer["items"]:
        need(answer["items"][0], NEEDED[_kind(ask.file)], "the first item")
    return Step(ask.at(page + 1, {"page": str(page + 1)}) if page < last else None, max(last, 1))


def parse(files: Files) -> Tidy:
    """Read all pages. CSV with the same column names is read, too, as in stored copies.

    Rows repeat by location, procedure and kind of accommodation: they are added up.
    """
    tables: dict[str, list[pd.DataFrame]] = {kind: [] for kind in NEEDED}
    where = None
    for where, content in files:
        kind = _kind(where.file)
        tables[kind].append(_table(where.file, content, kind))
    if where is None:
        return Tidy()
    read = {kind: pd.concat(parts, ignore_index=True) for kind, parts in tables.items() if parts}
    flows, home = [], []
    if "population" in read:
        flows += _long(read["population"], {n: f"unhcr_{n}" for n in POPULATIONS})
        home = _long(read["population"], AT_HOME, by=("coa_iso", "year"))
    if "demographics" in read:
        flows += _ages(read["demographics"])
    if "asylum-decisions" in read:
        flows += _decisions(read["asylum-decisions"])
    return Tidy(
        typed(OBSERVATIONS, _columns(home, where, status="reported")),
        typed(FLOWS, _columns(flows, where)),
    )


def _long(
    table: pd.DataFrame,
    names: Mapping[str, str],
    *,
    by: tuple[str, ...] = ("coo_iso", "coa_iso", "year"),
    group: str = "all",
    unit: str = "people",
) -> list[pd.DataFrame]:
    """Return one frame a column: its sum by place and year, NA where no row says a number."""
    made = []
    for name, series in names.items():
        values = _numbers(table, name)
        if name in AT_HOME:  # rows of every pair of countries repeat a zero: it says nothing
            values = values.where(values != 0)
        summed = _sum(table.assign(value=values), by)
        if name in AT_HOME:
            summed = summed[summed["value"].notna()]
        made.append(summed.assign(series=series, group=group, unit=unit))
    return made


def _sum(table: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    groups = table.groupby(list(by), sort=False)
    made = groups["value"].sum(min_count=1).reset_index()
    first, count = groups["place"].first(), groups.size()
    more = " and " + (count - 1).astype(str) + " more rows of the same"
    made["locator"] = (first + more.where(count > 1, "")).to_numpy()
    return made


def _ages(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return bands and all children, each with the share of people whose age is known."""
    bands = [name for names in BANDS.values() for name in names]
    table = table[table["pop_type"].isin(TYPES)].reset_index(drop=True)
    cells = {name: _numbers(table, name) for name in (*bands, *ADULTS, "total")}
    by = ("coo_iso", "coa_iso", "year", "pop_type")
    known = pd.DataFrame({n: v for n, v in cells.items() if n != "total"}).sum(axis=1)
    keys = [table[name] for name in by]
    share = (known.groupby(keys).sum() / cells["total"].groupby(keys).sum()).clip(upper=1)
    made = []
    for group, names in {**BANDS, "children": tuple(bands)}.items():
        values = pd.DataFrame({n: cells[n] for n in names}).sum(axis=1, min_count=1)
        summed = _sum(table.assign(value=values), by)
        index = pd.MultiIndex.from_frame(summed[list(by)])
        summed["age_coverage"] = share.reindex(index).to_numpy()
        unknown = ~(summed["age_coverage"] > 0).fillna(False)
        summed.loc[unknown, "value"] = pd.NA  # no age is known of anyone: zero would be untrue
        summed["series"] = summed["pop_type"].map(TYPES)
        made.append(summed.drop(columns="pop_type").assign(group=group, unit="people"))
    return made


def _decisions(table: pd.DataFrame) -> list[pd.DataFrame]:
    names = {name: f"unhcr_{name}" for name in OUTCOMES}
    return [
        frame
        for letter, unit in PER.items()
        for frame in _long(
            table[table["dec_pc"] == letter].reset_index(drop=True), names, unit=unit
        )
    ]


def _columns(frames: list[pd.DataFrame], where: Where, **more: str) -> dict[str, pd.Series[Any]]:
    if not frames:
        return {}
    rows = pd.concat(frames, ignore_index=True)
    rows = rows.rename(columns={"coo_iso": "origin_iso3", "coa_iso": "destination_iso3"})
    rows["iso3"] = rows["destination_iso3"]
    rows["year"] = rows["year"].astype("Int64")
    rows = rows.assign(source_id=where.source_id, snapshot=where.snapshot, **more)
    return {name: rows[name] for name in rows.columns}


def _numbers(table: pd.DataFrame, name: str) -> pd.Series[float]:
    return numbers(table[name], table["place"].str.cat([name] * len(table), sep=", column "))


def _kind(file: str) -> str:
    for kind in NEEDED:
        if file.startswith((kind, kind.replace("-", "_"))):
            return kind
    raise AnswerError(f"{file} is none of {', '.join(NEEDED)}")


def _table(file: str, content: bytes, kind: str) -> pd.DataFrame:
    if file.endswith(".csv"):
        table = table_of(content, NEEDED[kind], file)
    else:
        answer = json_of(content)
        need(answer, ("items",), file)
        table = items_of(answer["items"], NEEDED[kind], file, "items")
    table["place"] = table["file"] + "#" + table["locator"]
    if kind == "asylum-decisions":
        table["dec_pc"] = table["dec_pc"].replace("", "P")
        odd = table[~table["dec_pc"].isin(PER)]
        if len(odd):
            first = odd.iloc[0]
            raise AnswerError(f"{first['place']}: dec_pc is {first['dec_pc']!r}, expected P or C")
    return table


CONNECTOR = Connector(
    origin=Origin(
        source="unhcr",
        source_id="unhcr-refugee-data-finder",
        publisher="UNHCR",
        title="Refugee Data Finder: population, demographics, asylum decisions",
        licence="CC BY 4.0",
        licence_url="https://www.unhcr.org/refugee-statistics/",
        note="Licence as generally stated; check the publisher's page before publishing.",
    ),
    base="https://api.unhcr.org/population/v1/",
    plan=plan,
    after=after,
    parse=parse,
    options={"first_year": 2015, "last_year": 0, "page_size": 1000},
)
