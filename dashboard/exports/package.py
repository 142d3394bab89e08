"""The Data Package: every table and layer in every format, described, as a folder or a zip.

Made in a folder of its own and then renamed: whoever looks finds the old one or the new one.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dashboard.exports import descriptor, prov
from dashboard.exports.formats import CSV, EVERYTHING, GEOPACKAGE, formats_of
from dashboard.exports.layers import write_geopackage
from dashboard.exports.resource import Catalogue, Resource
from geodata.errors import DataError

Progress = Callable[[str], None]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell; the clock is not in the bytes
_PACKED = {".xlsx", ".parquet"}
_FILE = 0o100644 << 16  # an ordinary file that all may read


class PackageError(DataError):
    """A Data Package that can't be written where it should be."""


def steps(catalogue: Catalogue) -> int:
    """Return how often ``progress`` is called while a package is written."""
    return len(catalogue.schemas) + 2


def write_package(
    catalogue: Catalogue, folder: Path, progress: Progress = lambda _step: None
) -> Path:
    """Write the package as a folder, in place of an earlier one.

    Args:
        progress: called with the name of each part before it is made.

    Raises:
        PackageError: the folder holds something else, or can't be written.
    """
    folder = folder.absolute()
    if folder.exists() and not _is_ours(folder):
        raise PackageError(
            f"{folder} exists and is no Childways Data Package. Name a new or an empty folder."
        )
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
        try:
            made = work / "new"
            made.mkdir()
            _fill(catalogue, made, progress)
            if folder.exists():
                folder.rename(work / "old")
            made.rename(folder)
        finally:
            # Between the two renames there is no folder: put the old one back if that failed.
            if not folder.exists() and (work / "old").exists():
                (work / "old").rename(folder)
            shutil.rmtree(work, ignore_errors=True)
    return folder


def write_zip(folder: Path, path: Path) -> Path:
    """Write the files of a package as a zip, in place of an earlier one; the same bytes twice."""
    path = path.absolute()
    if path.is_dir():
        raise PackageError(f"{path} is a folder. Name a file for the zip.")
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".making-", dir=path.parent)
        os.close(handle)
        work = Path(name)
        try:
            with zipfile.ZipFile(work, "w") as packed:
                for file in sorted(p for p in folder.rglob("*") if p.is_file()):
                    entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EPOCH)
                    is_packed = file.suffix in _PACKED
                    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
                    entry.create_system, entry.external_attr = 3, _FILE
                    packed.writestr(entry, file.read_bytes(), compresslevel=9)
            work.chmod(0o644)
            work.replace(path)
        finally:
            work.unlink(missing_ok=True)
    return path


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise PackageError(f"{path} can't be written: {why}. Name another place.") from error


def _is_ours(folder: Path) -> bool:
    """Return whether a folder may be replaced: it is empty, or an earlier package."""
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    try:
        found = json.loads((folder / descriptor.NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("name") == EVERYTHING


def _fill(catalogue: Catalogue, folder: Path, progress: Progress) -> None:
    resources: list[Resource] = []
    described: list[dict[str, Any]] = []
    for name in catalogue.schemas:
        progress(name)
        resource = catalogue[name]
        resources.append(resource)
        described += _write(catalogue, resource, folder)
    progress("GeoPackage")
    path = folder / f"{EVERYTHING}.{GEOPACKAGE.ending}"
    write_geopackage(resources, catalogue.edition, path)
    described.append(descriptor.geopackage_descriptor(path.read_bytes()))
    progress("Dictionary")
    # Tables first: they are what most programs look for.
    described.sort(key=lambda one: one["profile"] != "tabular-data-resource")
    document = prov.package_prov(catalogue, described).text()
    _save(folder / prov.NAME, document)
    described.append(descriptor.prov_descriptor(prov.NAME, document.encode()))
    about = descriptor.package_descriptor(described, catalogue.edition)
    about["sources"] = descriptor.package_sources(catalogue.atlas.sources)
    _save(folder / descriptor.NAME, json.dumps(about, indent=1, ensure_ascii=False) + "\n")
    _save(folder / descriptor.LICENCES, descriptor.licences_text())
    told = {one.name: one.about for one in resources}
    _save(folder / descriptor.README, descriptor.readme_text(told, catalogue.edition))


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _write(catalogue: Catalogue, resource: Resource, folder: Path) -> Iterator[dict[str, Any]]:
    for form in formats_of(resource.schema):
        if form is GEOPACKAGE:
            continue
        content = form.write(resource, catalogue.edition)
        if form is CSV:
            described = descriptor.table_descriptor(resource, content)
        else:
            described = descriptor.file_descriptor(resource, form, content)
        path = folder / str(described["path"])
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        yield described
