"""Where every built row was read: file, line, and the cell that holds its value.

Recorded while the rows are made, so that nobody has to guess later. Also which step of the build
makes which file, from what and with which code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pandas as pd

from geodata.build.facts import TOLD, value_rows
from geodata.check import Curated
from geodata.resources import CURATED, OFFICIAL, PROVENANCE

FOLDER = "geodata"  # of the project: file names below are as they stand in the repository
_COUNTRIES = "countries.csv"
_VALUES = ("detention", "service_access", "treaties", "compact_votes", "tip_tiers",
           "nationality_law")  # fmt: skip
# Curated tables that are built row by row -> the column that holds the row's value, if one does.
COPIED = {
    "stages": "",
    "routes": "",
    "sources": "",
    "recorded_figures": "value",
    "versions": "",
    "corrections": "",
    "series": "",
    "death_routes": "",
    **dict.fromkeys(TOLD, ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How one file of a build is made.

    Attributes:
        step: the step's name.
        code: our modules that make it, as named in the manifest's ``inputs``.
        used: what it is made from: names in ``inputs``, or other files of the build.
    """

    step: str
    code: tuple[str, ...]
    used: tuple[str, ...]


_BUILD = "build/__init__.py"
_PARSERS = tuple(
    f"connectors/{name}.py"
    for name in ("copies", "idmc", "inform_risk", "missing_migrants", "ucdp", "unhcr", "world_bank")
)  # each reads its publisher's answers
_READ = ("check.py", "schema.py")  # read the curated tables
_FACTS = ("build/facts.py", *_READ)
_FACT_FILES = tuple(f"facts/{name}.csv" for name in (*_VALUES, "sources"))
MADE: dict[str, Made] = {
    "countries.parquet": Made(
        step="Shapes", code=(_BUILD,), used=(_COUNTRIES, "shapes/countries.parquet")
    ),
    "countries_detail.parquet": Made(
        step="Shapes", code=(_BUILD,), used=(_COUNTRIES, "shapes/countries_detail.parquet")
    ),
    "stages.parquet": Made(
        step="Stages", code=("build/tables.py", *_READ), used=("facts/stages.csv",)
    ),
    "facts.parquet": Made(step="Facts", code=_FACTS, used=_FACT_FILES),
    "withheld.parquet": Made(
        step="Facts", code=_FACTS,
        used=(*_FACT_FILES, *(f"facts/{name}.csv" for name in TOLD)),
    ),
    **{
        f"{name}.parquet": Made(step="Facts", code=_FACTS, used=(f"facts/{name}.csv",))
        for name in COPIED
        if name != "stages"
    },
    **{
        f"{name}.parquet": Made(
            step="Official figures",
            code=(
                "build/official.py", "build/flows.py", "build/deaths.py", "disclosure.py",
                "incoming.py", "connectors/__init__.py", "tidy.py", *_PARSERS,
            ),
            used=(_COUNTRIES, "facts/series.csv"),
        )
        for name in OFFICIAL
    },
    "provenance.parquet": Made(
        step="Provenance", code=("build/origins.py", *_FACTS),
        used=(_COUNTRIES, *dict.fromkeys(
            f"facts/{name}.csv" for name in (*_VALUES, *COPIED)
        )),
    ),
}  # fmt: skip


def make_provenance(curated: Curated, *, is_own: bool = False) -> pd.DataFrame:
    """Return the table ``provenance``, see geodata.resources; ``is_own`` as of ``make_facts``."""
    rows = [*_values(curated, is_own=is_own), *_copied(curated)]
    frame = pd.DataFrame(rows, columns=list(PROVENANCE.columns))
    frame = frame.astype({field.name: field.dtype for field in PROVENANCE.fields})
    return frame.sort_values(list(PROVENANCE.key), kind="stable").reset_index(drop=True)


def _values(curated: Curated, *, is_own: bool) -> Iterator[dict[str, Any]]:
    for row in value_rows(curated, is_own=is_own):
        yield {
            "table": "withheld" if row["reason"] else "facts",
            "key": row["fact_id"],
            "file": f"{FOLDER}/facts/{row['table']}.csv",
            "line": row["row"],
            "column": row["column"],
            "cell": row["cell"],
        }


def _copied(curated: Curated) -> Iterator[dict[str, Any]]:
    yield from _rows("countries", f"{FOLDER}/{_COUNTRIES}", curated.countries, ("iso3",), "")
    for name, column in COPIED.items():
        table = curated[name]
        kept = table[table["source_id"] != ""] if name in TOLD else table
        yield from _rows(name, f"{FOLDER}/facts/{name}.csv", kept, CURATED[name].key, column)


def _rows(
    name: str, file: str, table: pd.DataFrame, key: Iterable[str], column: str
) -> Iterator[dict[str, Any]]:
    for row in table.to_dict("records"):
        yield {
            "table": name,
            "key": "/".join(text_of(row[part]) for part in key),
            "file": file,
            "line": row["row"],
            "column": column,
            "cell": text_of(row[column]) if column else "",
        }


def text_of(cell: Any) -> str:
    """Return a cell as it is written in a table."""
    if pd.isna(cell):
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def how_made(files: Iterable[str], snapshots: Iterable[str] = ()) -> dict[str, dict[str, Any]]:
    """Return how each file of a build is made, for its manifest.

    Args:
        snapshots: the names in ``inputs`` of the snapshots that official figures are read from.

    A file that nobody declared is said to be made by the build; of what, stays unsaid.
    """
    unsaid = Made(step="Build", code=(_BUILD,), used=())
    made = {name: asdict(MADE.get(name, unsaid)) for name in sorted(files)}
    for name in OFFICIAL:
        if f"{name}.parquet" in made:
            made[f"{name}.parquet"]["used"] += tuple(sorted(snapshots))
    return made


def software() -> str:
    """Return name and version of the software that builds, as it is installed."""
    try:
        return f"childways {version('childways')}"
    except PackageNotFoundError:
        return "childways"
