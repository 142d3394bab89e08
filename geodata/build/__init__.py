"""Facts + shapes -> checked GeoParquet layers and a manifest. Offline, the same bytes twice.

A build is made in a folder of its own; the last step renames it and then swaps one small file
that names the build in use. Killed at any moment, the last good build stays.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import pandas as pd

from geodata.build import official
from geodata.build.facts import make_facts
from geodata.build.origins import how_made, software
from geodata.build.own import Joined, join
from geodata.build.tables import tables_of
from geodata.check import countries_file, facts_folder, read_curated
from geodata.errors import DataError, FaultyFactsError
from geodata.contents import file_content
from geodata.own import OwnFacts
from geodata.provenance import (
    MANIFEST,
    OWN_VERSION,
    POINTER,
    built_folder,
    checksums,
    current_build,
    digest,
    read_manifest,
    sha256,
)
from geodata.resources import BUILT, OPTIONAL

__all__ = ["STEPS", "Part", "build_all", "inputs", "make_facts", "needs_build"]

CRS = "EPSG:4326"
STEPS = (
    "Check the facts", "Shapes", "Stages", "Facts", "Official figures", "Manifest", "Levels",
)  # fmt: skip
KEPT_BUILDS = 2

Progress = Callable[[str], None]


class Part(Protocol):
    """What the model adds to a build: it knows the layers, the build does not know it."""

    def inputs(self) -> dict[str, str]:
        """Return name -> checksum of what the part is made of."""

    def write(self, folder: Path) -> dict[str, str]:
        """Write files into a build with its layers; return their names -> digest of content."""

    def made(self) -> dict[str, dict[str, Any]]:
        """Return file -> how it is made, as ``geodata.build.origins.Made``."""


def shapes_file() -> Path:
    """Return the country shapes that the map of the world is drawn from."""
    return Path(__file__).parents[1] / "shapes" / "countries.parquet"


def detail_file() -> Path:
    """Return the finer country shapes that the map of one route is drawn from."""
    return Path(__file__).parents[1] / "shapes" / "countries_detail.parquet"


def inputs(
    facts: Path | None = None,
    parts: Sequence[Part] = (),
    own: OwnFacts | None = None,
    fetched: Sequence[Path] | None = None,
) -> dict[str, str]:
    """Return path -> checksum of everything a build is made of: tables, shapes and our code."""
    package = Path(__file__).parents[1]
    code = [*package.glob("*.py"), *(package / "build").glob("*.py"), *(package / "own").glob("*.py")]
    found = checksums([*code, countries_file(), shapes_file(), detail_file()], package)
    tables = facts or facts_folder()
    found |= {f"facts/{n}": c for n, c in checksums(tables.glob("*.csv"), tables).items()}
    found |= official.inputs(fetched)
    for part in parts:
        found |= part.inputs()
    return found | (own.inputs if own else {})


def needs_build(
    root: Path | str | None = None,
    facts: Path | None = None,
    parts: Sequence[Part] = (),
    own: OwnFacts | None = None,
    fetched: Sequence[Path] | None = None,
) -> bool:
    """Return whether the build in use is missing, broken, or older than what it is made of."""
    try:
        folder = current_build(root)
        is_current = read_manifest(folder).get("inputs") == inputs(facts, parts, own, fetched)
    except DataError:
        return True
    return not (is_current and _is_whole(folder))


def _is_whole(folder: Path) -> bool:
    try:
        files = read_manifest(folder)["files"]
        return all(sha256(folder / name) == entry["sha256"] for name, entry in files.items())
    except (DataError, OSError):
        return False


def build_all(
    root: Path | None = None,
    *,
    facts: Path | None = None,
    progress: Progress = lambda _step: None,
    parts: Sequence[Part] = (),
    own: OwnFacts | None = None,
    fetched: Sequence[Path] | None = None,
) -> Path:
    """Build every layer and table, and put the build in use.

    Args:
        root: folder of builds; the project's own when None.
        facts: folder of curated tables; the project's own when None.
        progress: called with the name of each step (see ``STEPS``) before it begins.
        parts: what the model adds; without them the build holds layers alone.
        own: a reader's own facts, to stand beside the curated ones. Without a row of hers the
            build says the same as without it.
        fetched: folders of snapshots; those of the project when None.

    Returns:
        The folder of the build.

    Raises:
        FaultyFactsError: the curated tables hold faults. Nothing is changed.
    """
    root = root or built_folder()
    made_of = inputs(facts, parts, own, fetched)
    progress(STEPS[0])
    curated, faults = read_curated(facts)
    if faults:
        raise FaultyFactsError(faults)
    root.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".making-", dir=root))
    try:
        _write(work, join(curated, own), made_of, progress, own, fetched)
        progress(STEPS[6])
        for part in parts:
            _add(work, part.write(work), part.made())
        return _put_in_use(root, work, digest(made_of))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(
    work: Path,
    joined: Joined,
    made_of: dict[str, str],
    progress: Progress,
    own: OwnFacts | None,
    fetched: Sequence[Path] | None,
) -> None:
    curated, tables = joined.curated, tables_of(joined)
    progress(STEPS[1])
    _save(_countries(curated.countries), "countries", work)
    _save(_shapes(detail_file(), curated.countries), "countries_detail", work)
    progress(STEPS[2])
    _save(tables.pop("stages"), "stages", work)
    progress(STEPS[3])
    for name, table in tables.items():
        _save(table, name, work)
    for name in ("versions", "corrections", "series", "death_routes"):
        _save(curated[name].drop(columns="row"), name, work)
    progress(STEPS[4])
    figures = official.make_official(curated["series"], curated.countries, fetched)
    for name, table in figures.items():
        _save(table, name, work)
    progress(STEPS[5])
    manifest = _manifest(work, made_of, joined.facts, joined.withheld)
    if joined.count and own:
        manifest["own"] = {"name": own.name, "values": joined.count}
    manifest["date"] = str(curated["versions"]["date"].max())
    manifest["retrieved"] = official.retrieved(figures["snapshots"])
    _save_manifest(work, manifest)


def _save_manifest(work: Path, manifest: dict[str, Any]) -> None:
    contents = {name: entry["content"] for name, entry in manifest["files"].items()}
    manifest["data_version"] = digest(contents) + (OWN_VERSION if "own" in manifest else "")
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
    (work / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _add(work: Path, contents: dict[str, str], made: dict[str, dict[str, Any]]) -> None:
    """Take files of a part into the manifest, and so into the data version."""
    manifest = read_manifest(work)
    for name, content in contents.items():
        manifest["files"][name] = _entry(work / name, content)
    manifest["made"] |= made
    _save_manifest(work, manifest)


def _entry(path: Path, content: str) -> dict[str, Any]:
    return {"sha256": sha256(path), "bytes": path.stat().st_size, "content": content}


def _countries(countries: pd.DataFrame) -> gpd.GeoDataFrame:
    """Join names and shapes. States without a shape keep their label point and no geometry."""
    shapes = _shapes(shapes_file(), countries)
    joined = countries.drop(columns="row").merge(shapes, on="iso3", how="left")
    joined = joined.sort_values("iso3").reset_index(drop=True)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=CRS)


def _shapes(path: Path, countries: pd.DataFrame) -> gpd.GeoDataFrame:
    shapes = gpd.read_parquet(path)[["iso3", "geometry"]]
    nameless = sorted(set(shapes["iso3"]) - set(countries["iso3"]))
    if nameless:
        raise DataError(
            f"{path.name}: shapes without a row in countries.csv: {', '.join(nameless)}. Add them."
        )
    return shapes


def _save(frame: pd.DataFrame, name: str, work: Path) -> None:
    faults = (BUILT | OPTIONAL)[name].faults_of_built(frame)
    if faults:
        raise DataError(f"The build of {name!r} broke its own declaration: {'; '.join(faults)}.")
    frame.to_parquet(work / f"{name}.parquet", index=False, compression="zstd")


def _manifest(
    work: Path, made_of: dict[str, str], facts: pd.DataFrame, withheld: pd.DataFrame
) -> dict[str, Any]:
    files: dict[str, dict[str, Any]] = {
        path.name: _entry(path, file_content(path)) for path in sorted(work.glob("*.parquet"))
    }
    return {
        "files": files,
        "inputs": made_of,
        "software": software(),
        "made": how_made(files, (name for name in made_of if name.startswith("snapshots/"))),
        "counts": {
            "facts": len(facts),
            "countries_with_facts": int(facts["iso3"].nunique()),
            "sources_of_facts": int(facts["source_id"].nunique()),
            "facts_by_evidence": _tally(facts["evidence"]),
            "facts_by_measure": _tally(facts["measure"]),
            "withheld_by_reason": _tally(withheld["reason"]),
        },
        "newest_source_year": int(facts["as_of_year"].max()),
    }


def _tally(column: pd.Series[Any]) -> dict[str, int]:
    return {str(name): int(count) for name, count in sorted(column.value_counts().items())}


def _put_in_use(root: Path, work: Path, name: str) -> Path:
    target = root / name
    if target.exists() and not _is_whole(target):
        target.rename(work.with_name(work.name + "-broken"))
        shutil.rmtree(work.with_name(work.name + "-broken"), ignore_errors=True)
    if not target.exists():  # else the same inputs have made the same bytes before
        work.rename(target)
    pointer = root / f".{POINTER}-{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    pointer.replace(root / POINTER)
    _forget_old(root, name)
    return target


def _forget_old(root: Path, name: str) -> None:
    """Remove builds out of use, all but the newest: a server may still be reading it."""
    builds = [p for p in root.iterdir() if p.is_dir() and p.name != name and p.name[0] != "."]
    builds.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in builds[KEPT_BUILDS - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
