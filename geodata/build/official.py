"""Snapshots -> tables of official figures: read, checked, added up, and small counts withheld.

Reading all of them takes seconds, so what was made is kept beside the builds, under the checksum of
all that it is made of.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from geodata import snapshots
from geodata.build.flows import make_flows, recognition
from geodata.build.deaths import make_deaths
from geodata.connectors import read_snapshot
from geodata.disclosure import FEWEST, withhold_values
from geodata.figure_tables import OBSERVATIONS
from geodata.incoming import Checked, check
from geodata.schema import TableSchema
from geodata.provenance import built_folder, checksums, digest
from geodata.tidy import INCIDENTS, WARNING_ROWS, frame, typed
from geodata.tidy import FLOWS as TIDY_FLOWS
from geodata.tidy import OBSERVATIONS as TIDY_OBSERVATIONS

TABLES = ("observations", "flows", "deaths", "snapshots", "warnings", "warning_rows")
COUNTS = ("people", "cases", "movements", "deaths")
KEPT = ".official"


CODE = (
    "countries.py", "country_codes.csv", "disclosure.py", "figure_tables.py", "incoming.py",
    "snapshots.py", "tidy.py", "build/deaths.py", "build/flows.py", "build/official.py",
)  # fmt: skip


def inputs(roots: Sequence[Path] | None = None) -> dict[str, str]:
    """Return name -> checksum of what official figures are made of: snapshots and our code."""
    package = Path(__file__).parents[1]
    code = [*(package / "connectors").glob("*.py"), *(package / name for name in CODE)]
    found = {f"snapshots/{one.id}": one.sha256 for one in newest(roots)}
    return found | checksums(code, package)


def retrieved(table: pd.DataFrame) -> dict[str, str]:
    """Return source -> the day its snapshot was received, YYYY-MM-DD."""
    days = zip(table["snapshot"], table["retrieved"], strict=True)
    return {str(name).partition("/")[0]: str(day)[:10] for name, day in days}


def newest(roots: Sequence[Path] | None = None) -> list[snapshots.Snapshot]:
    """Return the newest snapshot of each source, bundled or fetched."""
    found = (snapshots.newest(source, roots) for source in snapshots.sources(roots))
    return [one for one in found if one is not None]


def make_official(
    series: pd.DataFrame, countries: pd.DataFrame, roots: Sequence[Path] | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables of official figures by name; see ``TABLES``.

    Args:
        series: the curated table; a series that it does not declare is not shown.
        countries: the list of countries; figures of other areas are not shown.
        roots: folders of snapshots; the project's own when None.

    Raises:
        DataError: a snapshot was changed, or can't be read.
    """
    names = sorted(series["series"])
    codes = sorted(countries["iso3"])
    made_of = inputs(roots) | {"series": digest(dict.fromkeys(names, "")),
                               "countries": digest(dict.fromkeys(codes, ""))}  # fmt: skip
    home = built_folder() / KEPT
    kept = home / digest(made_of)
    if not kept.is_dir():
        tables = _make(names, codes, roots)
        try:
            _keep(tables, kept)
        except OSError:  # the next build makes them anew
            return tables
    return {name: pd.read_parquet(kept / f"{name}.parquet") for name in TABLES}


def _keep(tables: dict[str, pd.DataFrame], kept: Path) -> None:
    """Write tables in one rename; all but the newest three go."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".making-", dir=kept.parent))
    for name, table in tables.items():
        table.to_parquet(work / f"{name}.parquet", index=False)
    old = [path for path in kept.parent.iterdir() if path.name[0] != "."]
    try:
        work.rename(kept)
    except OSError:  # another build was quicker, with the same tables
        shutil.rmtree(work, ignore_errors=True)
    old.sort(key=lambda path: path.stat().st_mtime)
    for path in old[:-2]:
        shutil.rmtree(path, ignore_errors=True)


def _make(
    names: list[str], codes: list[str], roots: Sequence[Path] | None
) -> dict[str, pd.DataFrame]:
    found = newest(roots)
    read = [read_snapshot(one) for one in found]
    checked = check(
        _joined(TIDY_OBSERVATIONS, [one.observations for one in read]),
        _joined(TIDY_FLOWS, [one.flows for one in read]),
        _joined(INCIDENTS, [one.incidents for one in read]),
    )
    observations = pd.concat(
        [checked.observations, recognition(checked.flows)], ignore_index=True
    )
    observations = observations[
        observations["series"].isin(names) & observations["iso3"].isin(codes)
    ]
    observations = withhold_values(observations.reset_index(drop=True), COUNTS)
    observations = typed(OBSERVATIONS, {name: observations[name] for name in OBSERVATIONS.columns})
    observations = observations.sort_values(list(OBSERVATIONS.key), ignore_index=True)
    return {
        "observations": observations,
        "flows": make_flows(checked.flows, codes),
        "deaths": make_deaths(checked.incidents),
        "snapshots": snapshots.table(found).sort_values("snapshot").reset_index(drop=True),
        "warnings": checked.warnings,
        "warning_rows": _shown_rows(checked, observations),
    }


def _joined(schema: TableSchema, parts: list[pd.DataFrame]) -> pd.DataFrame:
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else frame(schema, ())


def _shown_rows(checked: Checked, observations: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of warnings; a value stays where the very same is shown as an observation.

    Parts of sums (refugees of a pair, one incident) could give a small count away. Incidents have
    no row at all: a row may be one person.
    """
    warnings = checked.warnings.set_index("warning_id")
    rows = checked.warning_rows
    series = rows["warning_id"].map(warnings["series"])
    rows, series = rows[series != "incidents"], series[series != "incidents"]
    shown = observations[observations["value"].notna()]
    known = set(zip(shown["series"], shown["iso3"], shown["year"], shown["value"], strict=True))
    each = zip(series, rows["iso3"], rows["year"], rows["value"].fillna(-1), strict=True)
    is_shown = pd.Series([one in known for one in each], index=rows.index, dtype=bool)
    # What it was compared with: another year's figure, or another of the same year.
    is_large = (rows["beside"] >= FEWEST).fillna(False) | (rows["beside"] == 0).fillna(False)
    made = rows.assign(
        value=rows["value"].where(is_shown), beside=rows["beside"].where(is_shown & is_large)
    )
    return typed(WARNING_ROWS, {name: made[name] for name in WARNING_ROWS.columns})
