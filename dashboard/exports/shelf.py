"""Files that are made when first asked for and then kept on disk, one folder an edition."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

import routes
from dashboard.exports.package import write_package, write_zip
from dashboard.exports.resource import Catalogue

KEPT = 3  # editions: the one served, and what other servers on the machine may still serve
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Shelf:
    """Keeps finished files. Ten requests at once for the same file make it once."""

    def __init__(self, folder: Path, stamp: str) -> None:
        """Keep files in ``folder``, apart from those of another ``stamp``."""
        self.folder = folder / stamp
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._lock = Lock()

    def read(self, name: str, make: Callable[[Path], None]) -> bytes:
        """Return the bytes of a file.

        Args:
            name: of the file, one of our own and never a reader's words.
            make: writes the file to the path it is given.
        """
        with self._lock:
            lock = self._locks[name]
        with lock:
            try:
                return (self.folder / name).read_bytes()
            except FileNotFoundError:
                return self._put(name, make)

    def _put(self, name: str, make: Callable[[Path], None]) -> bytes:
        is_new = not self.folder.exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        if is_new:
            self._tidy()
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=self.folder))
        try:
            make(work / name)
            content = (work / name).read_bytes()
            (work / name).replace(self.folder / name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return content

    def _tidy(self) -> None:
        """Remove the oldest editions; another server may be doing the same."""
        ages: list[tuple[float, Path]] = []
        for path in self.folder.parent.iterdir():
            with suppress(FileNotFoundError):
                ages.append((path.stat().st_mtime, path))
        others = [path for _, path in sorted(ages, reverse=True) if path != self.folder]
        for path in others[KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


def packed(catalogue: Catalogue, path: Path) -> None:
    """Write the whole Data Package as a zip."""
    with tempfile.TemporaryDirectory(prefix="childways-") as folder:
        write_zip(write_package(catalogue, Path(folder) / "package"), path)


def edition_stamp(data_version: str) -> str:
    """Return twelve characters that change with the data, the model and how files are written."""
    parts = [data_version.encode()]
    for package in (Path(routes.__file__).parent, Path(__file__).parent):
        files = (p for p in package.rglob("*") if p.suffix in (".py", ".csv"))
        parts += [path.read_bytes() for path in sorted(files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def private_folder() -> Path:
    """Return our folder among the machine's temporary files; nobody else can put files there."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"childways-downloads-{user}"
    with suppress(FileExistsError):  # a file, or a link to nowhere
        folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    is_ours = not hasattr(os, "getuid") or found.st_uid == user
    if is_ours and stat.S_ISDIR(found.st_mode) and not found.st_mode & _OTHERS_WRITE:
        return folder
    return Path(tempfile.mkdtemp(prefix="childways-downloads-"))
