"""Read built layers and tables: path in, checked frame out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow

from geodata.errors import BrokenBuildError, DataError
from geodata.provenance import BUILD_IT, KEPT, current_build, read_manifest, sha256
from geodata.resources import BUILT, OPTIONAL
from geodata.schema import TableSchema

CRS = "EPSG:4326"


def load_manifest(root: Path | str | None = None) -> dict[str, Any]:
    """Return the manifest of the build in use: data version, files, inputs, counts."""
    return read_manifest(current_build(root))


def load_layer(name: str, root: Path | str | None = None) -> gpd.GeoDataFrame:
    """Read one built layer and check it against manifest and schema. CRS: EPSG:4326.

    Args:
        name: ``countries``, ``countries_detail`` or ``stages``.
        root: folder of builds, or an address such as ``s3://bucket/built``; the project's own
            when None.

    Raises:
        DataError: the layer is missing, cut short, changed, or not as declared.
    """
    schema, path = _find(name, root)
    if not schema.geometry:
        raise DataError(f"{name!r} is a table without geometry: read it with load_table.")
    if path is None:
        return gpd.GeoDataFrame(schema.empty().drop(columns="row"), geometry=[], crs=CRS)
    try:
        layer = gpd.read_parquet(path)
    except (OSError, ValueError, pyarrow.ArrowException) as error:
        raise BrokenBuildError(f"{path} can't be read ({error}). {BUILD_IT}") from error
    if layer.crs is None or layer.crs.to_string() not in (CRS, "OGC:CRS84"):
        raise BrokenBuildError(f"{path} is in {layer.crs}, expected {CRS}. {BUILD_IT}")
    layer = _completed(schema, layer, root)
    _check(schema, layer, path)
    return layer


def load_table(name: str, root: Path | str | None = None) -> pd.DataFrame:
    """Read one built table and check it against manifest and schema. See ``load_layer``."""
    schema, path = _find(name, root)
    if schema.geometry:
        raise DataError(f"{name!r} is a layer with geometry: read it with load_layer.")
    if path is None:
        return schema.empty().drop(columns="row")
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError, pyarrow.ArrowException) as error:
        raise BrokenBuildError(f"{path} can't be read ({error}). {BUILD_IT}") from error
    table = _completed(schema, table, root)
    _check(schema, table, path)
    return table


def _find(name: str, root: Path | str | None) -> tuple[TableSchema, Path | None]:
    """Return the schema and file; no file for what a kept edition, or this build, need not hold."""
    schema = BUILT.get(name) or OPTIONAL.get(name)
    if schema is None:
        raise DataError(f"There is no layer or table {name!r}. There are: {', '.join(BUILT)}.")
    folder = current_build(root)
    manifest = read_manifest(folder)
    path = folder / f"{name}.parquet"
    entry = manifest["files"].get(path.name)
    if entry is None and (manifest.get(KEPT) or name in OPTIONAL):
        return schema, None
    if entry is None or not path.is_file():
        raise BrokenBuildError(f"{path} is missing from the build. {BUILD_IT}")
    if sha256(path) != entry["sha256"]:
        raise BrokenBuildError(
            f"{path} is not the file that the manifest names: it is cut short or was changed by "
            f"hand. {BUILD_IT}"
        )
    return schema, path


def _completed(schema: TableSchema, frame: Any, root: Path | str | None) -> Any:
    """Add empty the columns that a kept edition is too old to hold."""
    missing = [field for field in schema.fields if field.name not in frame.columns]
    if missing and load_manifest(root).get(KEPT):
        for field in missing:
            empty = "" if field.dtype == "string" else pd.NA
            frame[field.name] = pd.Series([empty] * len(frame), dtype=field.dtype)
    return frame


def _check(schema: TableSchema, frame: pd.DataFrame, path: Path) -> None:
    faults = schema.faults_of_built(frame)
    if faults:
        raise BrokenBuildError(f"{path}: {'; '.join(faults)}. {BUILD_IT}")
