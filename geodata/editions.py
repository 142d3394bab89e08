"""Editions: data versions kept for ever, as files named by what they hold.

A store is a folder or any address that fsspec opens (``s3://bucket/editions``, ``memory://...``):

    blobs/ab/abcd...            one file of a build, named by its SHA-256; shared by editions
    editions/<data version>.json  the build's manifest: which blobs under which names

Blobs are written before the manifest that names them, and each appears whole or not at all: killed
at any moment, what was kept before is still there. Nothing is ever removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from geodata.contents import file_content
from geodata.errors import DataError
from geodata.provenance import KEPT, MANIFEST, digest, read_manifest

VERSION = re.compile(r"[0-9a-f]{12}")


class MissingEditionError(DataError):
    """No edition of that data version is kept."""


class BrokenEditionError(DataError):
    """A file of an edition is gone, cut short or changed."""


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """One kept data version.

    Attributes:
        date: of the data, YYYY-MM-DD.
        bytes_total: of all its files; those that it shares with others are counted too.
    """

    date: str
    data_version: str
    bytes_total: int


def editions_folder() -> Path:
    """Return the project's own store."""
    return Path(__file__).parent / "editions"


class EditionStore:
    """Keeps editions, and takes them out again."""

    def __init__(self, url: str | Path | None = None) -> None:
        """Open a store; it need not exist yet.

        Args:
            url: a folder, or an address for fsspec; the project's own folder when None.

        Raises:
            DataError: no such kind of address, or what opens it is not installed.
        """
        self.url = str(url or editions_folder())
        try:
            self._files, self._root = fsspec.core.url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            raise DataError(
                f"The store of editions {self.url!r} can't be opened: {error}. Give a folder, or "
                "an address such as s3://bucket/editions (pip install 'childways[s3]')."
            ) from error

    def __contains__(self, data_version: object) -> bool:
        if not (isinstance(data_version, str) and VERSION.fullmatch(data_version)):
            return False
        return bool(self._files.exists(self._manifest_path(data_version)))

    def __iter__(self) -> Iterator[Edition]:
        """Yield what is kept, the oldest first."""
        found = []
        with suppress(FileNotFoundError):
            for path in self._files.ls(f"{self._root}/editions", detail=False):
                name = path.rsplit("/", 1)[-1].removesuffix(".json")
                if VERSION.fullmatch(name):
                    manifest = self.manifest(name)
                    size = sum(entry["bytes"] for entry in manifest["files"].values())
                    found.append(Edition(str(manifest.get("date", "")), name, size))
        return iter(sorted(found))

    @cached_property
    def bytes_stored(self) -> int:
        """What the blobs take together, each once."""
        with suppress(FileNotFoundError):
            return int(self._files.du(f"{self._root}/blobs"))
        return 0

    def keep(self, build: Path) -> str:
        """Keep a build; returns its data version. What is there already is not written again.

        Raises:
            DataError: it is no whole build, or the store can't be written.
        """
        manifest = read_manifest(build)
        if "rubrics/goals.csv" not in manifest["files"]:
            raise DataError(f"{build} holds layers alone, no levels. Make it with: childways build")
        version = str(manifest["data_version"])
        if not VERSION.fullmatch(version):
            raise DataError(f"{version} holds a reader's own facts: it is no edition.")
        try:
            for name, entry in manifest["files"].items():
                content = (build / name).read_bytes()
                if hashlib.sha256(content).hexdigest() != entry["sha256"]:
                    raise DataError(f"{build / name} is not the file that its manifest names.")
                self._put(self._blob_path(entry["sha256"]), content)
            if version not in self:
                content = (build / MANIFEST).read_bytes()
                self._put(self._manifest_path(version), content)
        except OSError as error:
            raise DataError(f"{self.url} can't be written: {error}") from error
        return version

    def manifest(self, data_version: str) -> dict[str, Any]:
        """Return the manifest of an edition.

        Raises:
            MissingEditionError: it is not kept.
            BrokenEditionError: its manifest is not one.
        """
        if data_version not in self:
            raise MissingEditionError(f"No edition {data_version!r} is kept in {self.url}.")
        path = self._manifest_path(data_version)
        try:
            manifest = json.loads(self._files.cat_file(path))
            contents = {name: str(e["content"]) for name, e in manifest["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenEditionError(f"{path} is not the manifest of an edition.") from error
        if digest(contents) != data_version:
            raise BrokenEditionError(f"{path} names other data than its own version.")
        return dict(manifest)

    def take_out(self, data_version: str, into: Path) -> Path:
        """Return a folder like a build with the edition's files, each checked.

        Args:
            into: folder for editions; one that was taken out into it before is taken as it is.

        Raises:
            MissingEditionError, BrokenEditionError: it is not kept, or not whole.
        """
        manifest = self.manifest(data_version)
        target = into / data_version
        if (target / MANIFEST).is_file():
            return target
        into.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".taking-", dir=into))
        for name, entry in manifest["files"].items():
            path = work / name
            if not path.resolve().is_relative_to(work.resolve()):
                raise BrokenEditionError(f"{data_version} names a file outside itself: {name!r}.")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._blob(entry["sha256"], name))
        text = json.dumps({**manifest, KEPT: True}, indent=1, sort_keys=True, ensure_ascii=False)
        (work / MANIFEST).write_text(text + "\n", encoding="utf-8")
        try:
            work.rename(target)
        except OSError:  # another thread was quicker, with the same files
            shutil.rmtree(work, ignore_errors=True)
        return target

    def faults(self, data_version: str) -> list[str]:
        """Return what is wrong with an edition: files gone, changed, or that say something else."""
        try:
            manifest = self.manifest(data_version)
        except DataError as error:
            return [str(error)]
        found = []
        for name, entry in manifest["files"].items():
            try:
                self._blob(entry["sha256"], name)
            except BrokenEditionError as error:
                found.append(str(error))
        return found

    def _blob(self, sha256: str, name: str) -> bytes:
        path = self._blob_path(sha256)
        try:
            content = bytes(self._files.cat_file(path))
        except (OSError, KeyError) as error:
            raise BrokenEditionError(f"{name}: {path} is gone from the store.") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BrokenEditionError(f"{name}: {path} is cut short or was changed.")
        return content

    def _blob_path(self, sha256: str) -> str:
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise BrokenEditionError(f"{sha256[:70]!r} is no SHA-256.")
        return f"{self._root}/blobs/{sha256[:2]}/{sha256}"

    def _manifest_path(self, data_version: str) -> str:
        return f"{self._root}/editions/{data_version}.json"

    def _put(self, path: str, content: bytes) -> None:
        """Write a file whole or not at all; one that is there and whole stays."""
        with suppress(OSError, KeyError):
            if self._files.size(path) == len(content) and self._files.cat_file(path) == content:
                return
        if not isinstance(self._files, LocalFileSystem):
            self._files.pipe_file(path, content)  # object stores show an object once it is whole
            return
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, work = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(work).chmod(0o644)  # others may serve from the same folder
        Path(work).replace(target)


def says_what_it_names(folder: Path) -> list[str]:
    """Return the files of an edition whose content is not what its manifest says.

    Other than checksums of bytes, this reads the tables: it proves the data version itself. Levels
    are left to the model, which knows how to read them.
    """
    files = read_manifest(folder)["files"]
    return [
        name
        for name, entry in files.items()
        if name != "levels.parquet" and file_content(folder / name) != entry["content"]
    ]
