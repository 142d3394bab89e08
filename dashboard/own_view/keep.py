"""A folder of the server where readers' tables are, if its operator set one. Off by default."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ABOUT = "about.json"
TABLES = "tables"
MAKING = ".making-"
# What else lies in the folder is the operator's, and is left alone.
KEY = re.compile(r"[0-9a-f]{64}")
UNDONE = re.compile(rf"{re.escape(MAKING)}[a-z0-9_]{{8}}")  # as mkdtemp names it


class NotKeptError(RuntimeError):
    """Tables could not be kept. Says what the disk says and nothing of them."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or type(error).__name__)


class Looked(NamedTuple):
    """How long nobody has looked at what, and what the address counts as from which it came."""

    seconds: float
    key: str
    by: str


class Keep:
    """Tables under the digest of a token: what lies here does not open an atlas.

    Processes that share the folder share what is in it. Folders and files are for the server's
    own user alone.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder, and make it.

        Raises:
            OSError: it can't be made or written.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):  # it can be written
            pass
        self._folder = folder

    def put(self, key: str, files: Mapping[str, bytes], name: str, by: str = "") -> None:
        """Keep a reader's tables: whole, or not at all.

        Args:
            by: what her address counts as.

        Raises:
            NotKeptError: the disk is full, or the folder can't be written now.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it may be removed
            work = Path(tempfile.mkdtemp(prefix=MAKING, dir=self._folder))  # for its owner alone
        except OSError as error:
            raise NotKeptError(error) from error
        try:
            (work / TABLES).mkdir()
            for number, content in enumerate(files.values()):
                (work / TABLES / str(number)).write_bytes(content)
            about = {"name": name, "files": list(files), "by": by}
            (work / ABOUT).write_text(json.dumps(about), encoding="utf-8")
            work.rename(self._folder / key)
        except OSError as error:
            raise NotKeptError(error) from error
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def get(self, key: str) -> tuple[dict[str, bytes], str] | None:
        """Return the tables and whose they are; None when they are not here, or not whole."""
        place = self._folder / key
        try:
            about = json.loads((place / ABOUT).read_text(encoding="utf-8"))
            files = {
                str(name): (place / TABLES / str(number)).read_bytes()
                for number, name in enumerate(about["files"])
            }
            return files, str(about["name"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def touch(self, key: str, idle_seconds: float) -> bool:
        """Count them as looked at; return whether they are here, and were not idle for too long."""
        told = self._folder / key / ABOUT
        try:
            if time.time() - told.stat().st_mtime > idle_seconds:
                self.remove(key)
                return False
            os.utime(told)
        except OSError:
            return False
        return True

    def remove(self, key: str) -> None:
        shutil.rmtree(self._folder / key, ignore_errors=True)

    def __contains__(self, key: str) -> bool:
        return (self._folder / key / ABOUT).exists()

    def sweep(self, idle_seconds: float) -> None:
        """Remove what nobody has looked at for so long, and what was never made whole."""
        for idle, key in (*self._idle(KEY), *self._idle(UNDONE)):
            if idle > idle_seconds:
                self.remove(key)

    def looked(self) -> list[Looked]:
        """Return when each was looked at; what nobody has looked at for longest first.

        A folder that can't be read just now holds nothing.
        """
        return [Looked(idle, key, self._by(key)) for idle, key in self._idle(KEY)]

    def _by(self, key: str) -> str:
        with suppress(OSError, ValueError, TypeError, KeyError):
            return str(json.loads((self._folder / key / ABOUT).read_text(encoding="utf-8"))["by"])
        return ""  # removed meanwhile, or not whole

    def _idle(self, names: re.Pattern[str]) -> list[tuple[float, str]]:
        now, found = time.time(), []
        with suppress(OSError):
            for name in (place.name for place in self._folder.iterdir()):
                if names.fullmatch(name):
                    found.append((now - self._looked_at(name), name))
        return sorted(found, reverse=True)

    def _looked_at(self, name: str) -> float:
        for place in (self._folder / name / ABOUT, self._folder / name):
            with suppress(OSError):
                return place.stat().st_mtime
        return time.time()  # removed meanwhile
