"""What a folder holds whole: files are put in place in one step, and written down."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

NAME = ".childways.jsonl"
_WORK = ".making-"
OLD_SECONDS = 3600.0  # an unfinished file of this age was left by a run that was killed


class Journal:
    """Tells which files of a folder were made whole, and for what; survives a kill at any time."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, and make it when there is none.

        Raises:
            OSError: it can't be made or read.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._made: dict[str, tuple[str, str]] = {}  # name -> key, checksum
        with suppress(FileNotFoundError):
            for line in (folder / NAME).read_text(encoding="utf-8").splitlines():
                with suppress(ValueError, TypeError, KeyError):  # the last line may be torn
                    one = json.loads(line)
                    self._made[str(one["name"])] = (str(one["key"]), str(one["sha256"]))

    def has(self, path: Path, key: str) -> bool:
        """Return whether the file is there, whole, and made for the same."""
        found = self._made.get(self._name(path))
        if found is None or found[0] != key:
            return False
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == found[1]
        except OSError:
            return False

    def put(self, path: Path, content: bytes, key: str) -> None:
        """Put a file in place and write it down."""
        write_whole(path, content)
        checksum = hashlib.sha256(content).hexdigest()
        line = {"name": self._name(path), "key": key, "sha256": checksum}
        with (self.folder / NAME).open("a", encoding="utf-8") as file:
            file.write("\n" + json.dumps(line))  # first, so that a torn line spoils no other
        self._made[line["name"]] = (key, checksum)

    def tidy(self) -> None:
        """Remove what runs that were killed left half written."""
        for path in self.folder.rglob(f"{_WORK}*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > OLD_SECONDS:
                    path.unlink()

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that whoever looks finds the old one or the new one.

    Raises:
        OSError: it can't be written there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_WORK, dir=path.parent)
    work = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        work.chmod(0o644)
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)
