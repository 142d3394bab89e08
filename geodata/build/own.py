"""The atlas's tables with a reader's own rows: both shown, hers marked, and a list of hers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.build.facts import make_facts
from geodata.build.origins import make_provenance
from geodata.check import Curated
from geodata.own import OWN, OwnFacts
from geodata.own.checked import merged
from geodata.own.marks import marked_publisher
from geodata.resources import CURATED, OWN_VALUES, PROVENANCE

# Tables of which a row stands for itself, with the column that says what it is in a word.
TOLD_BY = {
    "routes": "name",
    "recorded_figures": "value",
    "commitments": "promise",
    "timeline": "title",
    "practices": "title",
}
_WAY = ("route_id", "branch")
_SAME = ["iso3", "measure", "group", "company"]


@dataclass(frozen=True, kw_only=True)
class Joined:
    """What a build is made of.

    Attributes:
        curated: the tables that are shown as they stand, with the reader's rows.
        facts, withheld: as ``make_facts`` returns them; the atlas's rows are all there.
        provenance: where each built row was read, in the atlas's files or in hers.
        values: one row for each value of hers and each of the atlas's that it stands before.
    """

    curated: Curated
    facts: pd.DataFrame
    withheld: pd.DataFrame
    provenance: pd.DataFrame
    values: pd.DataFrame

    @property
    def count(self) -> int:
        """How many values are hers."""
        return int(self.values["own_id"].nunique())


def join(base: Curated, own: OwnFacts | None = None, *, alone: Joined | None = None) -> Joined:
    """Return the atlas's tables with a reader's; without any of hers, the atlas's alone.

    Args:
        alone: what this returns of ``base`` alone, if it is at hand: most of the work.

    Facts of the atlas stay where hers stand beside them: the model lets hers decide and shows
    both. In other tables her row takes the place of one with the same key, and her stages that of
    the whole branch; what they replaced is in ``values``.
    """
    alone = alone or _alone(base)
    if not own:
        return alone
    facts, withheld = alone.facts, alone.withheld
    added = _marked(own, base)
    own_facts, own_withheld = make_facts(added, is_own=True)
    for table in (own_facts, own_withheld):
        table["fact_id"] = OWN + table["fact_id"]
    rows = [*_facts(own_facts, facts, own), *_told(added, base, own), *_stages(added, base, own)]
    tables = dict(base.tables)
    for name in (*TOLD_BY, "sources"):
        tables[name] = merged(base[name], added[name], CURATED[name].key)
    tables["stages"] = merged(base["stages"], added["stages"], _WAY)
    return Joined(
        curated=Curated(tables, base.countries),
        facts=_together(facts, own_facts),
        withheld=_together(withheld, own_withheld),
        provenance=_provenance(alone.provenance, added, own),
        values=_values(rows),
    )


def _alone(base: Curated) -> Joined:
    facts, withheld = make_facts(base)
    return Joined(
        curated=base,
        facts=facts,
        withheld=withheld,
        provenance=make_provenance(base),
        values=_values([]),
    )


def _together(base: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    if own.empty:
        return base
    return pd.concat([base, own], ignore_index=True).sort_values("fact_id", ignore_index=True)


def _provenance(kept: pd.DataFrame, added: Curated, by: OwnFacts) -> pd.DataFrame:
    """Return where the rows were read that are in the joined tables, hers in her own files."""
    hers = make_provenance(added, is_own=True)
    hers = hers[hers["table"] != "countries"]
    tables = hers["file"].str.rsplit("/", n=1).str[-1].str.removesuffix(".csv")
    files = (OWN + tables.map(lambda name: by.files.get(name, "sources"))).astype("string")
    # A source of the atlas that her rows point at was read from the atlas's own table.
    mine = {OWN + str(name) for name in by.tables["sources"]["source_id"]}
    is_borrowed = (hers["table"] == "sources") & ~hers["key"].isin(mine)
    hers["file"] = hers["file"].where(is_borrowed, files)
    is_value = hers["table"].isin(["facts", "withheld"])
    hers["key"] = hers["key"].mask(is_value, OWN + hers["key"])
    gone = set(zip(hers["table"], hers["key"], strict=True))
    ways = {f"{row.route_id}/{row.branch}" for row in added["stages"].itertuples()}
    is_kept = [
        (table, key) not in gone and not (table == "stages" and key.rsplit("/", 1)[0] in ways)
        for table, key in zip(kept["table"], kept["key"], strict=True)
    ]
    found = pd.concat([kept[is_kept], hers], ignore_index=True)
    return found.sort_values(list(PROVENANCE.key), kind="stable", ignore_index=True)


def _values(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(OWN_VALUES.columns))
    frame = frame.astype({field.name: field.dtype for field in OWN_VALUES.fields})
    return frame.sort_values(list(OWN_VALUES.key), ignore_index=True)


def _marked(own: OwnFacts, base: Curated) -> Curated:
    """Return her tables with marked sources: one for each that her rows point at."""
    added = own.tables
    tables = {}
    used: set[str] = set()
    for name, table in added.tables.items():
        if name != "sources" and "source_id" in table:
            used |= set(table["source_id"])
            table = table.assign(source_id=(OWN + table["source_id"]).astype("string"))
        tables[name] = table
    known = merged(base["sources"], added["sources"], ("source_id",))
    sources = known[known["source_id"].isin(used)].copy()
    sources["source_id"] = (OWN + sources["source_id"]).astype("string")
    publishers = [marked_publisher(own.name, publisher) for publisher in sources["publisher"]]
    sources["publisher"] = pd.array(publishers, dtype="string")
    tables["sources"] = sources.reset_index(drop=True)
    return Curated(tables, added.countries)


def _facts(own: pd.DataFrame, facts: pd.DataFrame, by: OwnFacts) -> Iterator[dict[str, Any]]:
    """Yield each fact of hers with each of the atlas's on the same children in the same years."""
    pairs = own.merge(facts, on=_SAME, suffixes=("", "_atlas"))
    beside = [row for row in pairs.to_dict("records") if _overlap(row)]
    told = {row["fact_id"] for row in beside}
    alone = own[~own["fact_id"].isin(told)].assign(fact_id_atlas="", value_atlas="")
    for row in [*beside, *alone.to_dict("records")]:
        yield {
            "own_id": row["fact_id"],
            "table": row["table"],
            "file": by.files[row["table"]],
            "row": row["row"],
            "iso3": row["iso3"],
            "what": row["measure"],
            "value": row["value"],
            "source_id": row["source_id"],
            "from_year": row["from_year"],
            "to_year": row["to_year"],
            "replaces": row["fact_id_atlas"],
            "replaced_value": row["value_atlas"],
        }


def _overlap(row: dict[str, Any]) -> bool:
    ends = [9999 if pd.isna(year) else year for year in (row["to_year"], row["to_year_atlas"])]
    return bool(row["from_year"] <= ends[1] and row["from_year_atlas"] <= ends[0])


def _told(added: Curated, base: Curated, by: OwnFacts) -> Iterator[dict[str, Any]]:
    for name, column in TOLD_BY.items():
        key = list(CURATED[name].key)
        older = {tuple(str(row[k]) for k in key): str(row[column])
                 for row in base[name].to_dict("records")}  # fmt: skip
        for row in added[name].to_dict("records"):
            cell = tuple(str(row[k]) for k in key)
            where = f"{name}/{'/'.join(cell)}"
            yield _row(where, name, row, by) | {
                "value": str(row[column]),
                "replaces": where if cell in older else "",
                "replaced_value": older.get(cell, ""),
            }


def _stages(added: Curated, base: Curated, by: OwnFacts) -> Iterator[dict[str, Any]]:
    older = {way: rows["place"].tolist() for way, rows in base["stages"].groupby(list(_WAY))}
    for row in added["stages"].to_dict("records"):
        way = (row["route_id"], row["branch"])
        where = f"stages/{'/'.join(way)}"
        yield _row(f"{where}/{row['order']}", "stages", row, by) | {
            "value": row["place"],
            "replaces": where if way in older else "",
            "replaced_value": " – ".join(older.get(way, ())),
        }


def _row(where: str, name: str, row: dict[str, Any], by: OwnFacts) -> dict[str, Any]:
    codes = str(row.get("iso3", row.get("iso3s", "")))
    return {
        "own_id": OWN + where,
        "table": name,
        "file": by.files[name],
        "row": row["row"],
        "iso3": "" if "|" in codes else codes,
        "what": name,
        "source_id": row["source_id"],
    }
