"""Making a snapshot: file by file in a draft, which then gets its name in one rename.

A draft that was cut short, or killed, stays: what is whole in it is not asked for again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from geodata.remote import META
from geodata.snapshots import (
    Answer,
    Origin,
    Snapshot,
    SnapshotError,
    faults,
    read,
    read_bytes,
    read_meta,
)
from geodata.tidy import MADE

DRAFT = ".draft"
WAITING = ".waiting"
REFUSED = ".refused"
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


class Draft:
    """A snapshot in the making. Files stay from an earlier attempt that was cut short.

    Use ``open_draft``, which keeps a second process out.
    """

    def __init__(self, root: Path, origin: Origin, stage: str = DRAFT) -> None:
        if origin.made not in MADE:
            raise SnapshotError(f"made is {origin.made!r}; give one of {', '.join(MADE)}.")
        self.origin = origin
        self.home = root / origin.source
        self.folder = self.home / stage
        self.folder.mkdir(parents=True, exist_ok=True)

    def whole(self, file: str, url: str, *, since: str = "") -> Answer | None:
        """Return the answer that is already here for this address, if it is whole.

        Args:
            since: ISO 8601; an answer received before is not taken, so that the pages of one
                snapshot are of one time.
        """
        try:
            _, answer = read_meta(self.folder / f"{file}{META}")
            content = read_bytes(self.folder / file)
        except SnapshotError:
            return None
        fits = answer.query.get("asked", answer.url) == url and answer.retrieved >= since
        return answer if fits and hashlib.sha256(content).hexdigest() == answer.sha256 else None

    def content(self, file: str) -> bytes:
        return read_bytes(self.folder / file)

    def add(self, content: bytes, **about: Any) -> Answer:
        """Write one file and its metadata; checksum and size are added.

        The metadata are written last and in one step: a file without them is not there.

        Args:
            content: the bytes as received.
            about: the other fields of ``Answer``.
        """
        digest = hashlib.sha256(content).hexdigest()
        return self.put(Answer(sha256=digest, bytes=len(content), **about), content)

    def put(self, answer: Answer, content: bytes) -> Answer:
        """Write one file and its metadata, as ``add`` does."""
        if not FILE.fullmatch(answer.file) or answer.file.endswith(META):
            raise SnapshotError(f"{answer.file!r} can't be the name of a file of a snapshot.")
        _write(self.folder / answer.file, content)
        about_all = asdict(self.origin) | asdict(answer)
        text = json.dumps(about_all, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        _write(self.folder / f"{answer.file}{META}", text.encode())
        return answer

    def keep_only(self, files: Sequence[str]) -> None:
        """Remove what an earlier attempt left and this one did not ask for."""
        kept = {name for file in files for name in (file, file + META)}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink()

    def set_waiting(self) -> Snapshot:
        """Put the whole draft where it waits to be taken in, in place of one that waited."""
        snapshot = read(self.folder)
        target = self.home / WAITING
        _put_in_place(self.folder, target)
        return replace(snapshot, folder=target)

    def commit(self, day: date) -> Snapshot:
        """Give the whole draft its name, in one rename, and return the snapshot.

        Raises:
            SnapshotError: it is not whole.
        """
        read(self.folder)
        name, number = day.isoformat(), 1
        while (self.home / name).exists():
            number += 1
            name = f"{day.isoformat()}.{number}"
        target = self.home / name
        self.folder.rename(target)
        _sync(self.home)
        return read(target)

    def refuse(self) -> Path:
        """Put the draft aside, to be looked at, and return where. It is not read as a snapshot."""
        target = self.home / REFUSED
        _put_in_place(self.folder, target)
        return target

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def open_draft(root: Path, origin: Origin) -> Iterator[Draft]:
    """Open the draft of a source, and keep other processes out of it meanwhile.

    Raises:
        SnapshotError: another process is at it.
    """
    with alone(root / origin.source):
        yield Draft(root, origin)


def waiting(root: Path, source: str) -> Snapshot | None:
    """Return the whole snapshot that waits to be taken in, if one does."""
    folder = root / source / WAITING
    return read(folder) if folder.is_dir() else None


def take(root: Path, snapshot: Snapshot) -> Snapshot:
    """Give a waiting snapshot its name: the day on which it was received.

    Raises:
        SnapshotError: it was changed since it was received, or another process is at it.
    """
    with alone(root / snapshot.origin.source):
        wrong = faults(snapshot)
        if wrong:
            raise SnapshotError(wrong[0])
        day = date.fromisoformat(snapshot.retrieved[:10])
        return Draft(root, snapshot.origin, snapshot.folder.name).commit(day)


def throw_away(snapshot: Snapshot) -> None:
    """Remove a snapshot that waits.

    Raises:
        SnapshotError: it has been taken in, or another process is at it.
    """
    with alone(snapshot.folder.parent):
        remove(snapshot)


def remove(snapshot: Snapshot) -> None:
    """Remove a snapshot that waits; the caller keeps others away (``alone``).

    Raises:
        SnapshotError: it has been taken in.
    """
    if snapshot.folder.name != WAITING:
        raise SnapshotError(f"{snapshot.id} has been taken in; it is not thrown away.")
    shutil.rmtree(snapshot.folder)


def moment(now: datetime) -> str:
    """Return a time in UTC as metadata write it."""
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also when power fails."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(folder: Path, target: Path) -> None:
    """Rename a folder to one that may be there: at no moment are both gone."""
    old = target.with_name(f"{target.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep other processes away from a source's drafts.

    Raises:
        SnapshotError: another process is at it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SnapshotError(
                f"Another childways fetch is at {home}. Wait for it, or stop it."
            ) from error
        yield
