"""Snapshots: what a publisher answered, stored as received, with where it is from and its checksum.

A snapshot is a folder ``<root>/<source>/<date>/`` of files, each beside its ``<file>.meta.json``.
It is made as ``<root>/<source>/.draft`` and gets its name in one rename: it is whole or absent. A
draft that was cut short is resumed: files that are whole in it are not asked for again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import DataError
from geodata.tidy import MADE, SNAPSHOTS, frame

META = ".meta.json"
DRAFT = ".draft"
WAITING = ".waiting"
NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?")
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


class SnapshotError(DataError):
    """A snapshot that is missing, cut short, or not what its metadata say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a snapshot is from.

    Attributes:
        source: our name of the connector, such as ``unhcr``: the folder's name.
        source_id: row in ``sources.csv``.
        licence: terms, as far as known; say so where they were not read.
        made: ``recorded`` from the publisher's own service; ``copy`` of a third party's copy;
            ``synthetic``, made up to test with.
        copied_from: of a copy, the third party's place and version.
        note: what a reader of the figures must know.
    """

    source: str
    source_id: str
    publisher: str
    title: str
    licence: str
    licence_url: str = ""
    made: str = "recorded"
    copied_from: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One file of a snapshot: a publisher's answer to one request, byte for byte.

    Attributes:
        url: the address that answered, after redirects, without secrets.
        query: what was asked, for a reader.
        retrieved: ISO 8601 in UTC, such as ``2026-05-01T06:12:00Z``.
    """

    file: str
    url: str
    retrieved: str
    media_type: str
    sha256: str
    bytes: int
    query: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole snapshot on disk."""

    folder: Path
    origin: Origin
    answers: tuple[Answer, ...]

    @property
    def id(self) -> str:
        """Source and date, such as ``unhcr/2026-05-01``."""
        return f"{self.origin.source}/{self.folder.name}"

    @property
    def retrieved(self) -> str:
        """When the last of its files was received."""
        return max(answer.retrieved for answer in self.answers)

    @property
    def sha256(self) -> str:
        """Checksum over names and checksums of its files."""
        names = {answer.file: answer.sha256 for answer in self.answers}
        return hashlib.sha256(json.dumps(names, sort_keys=True).encode()).hexdigest()

    def age_days(self, today: date) -> int:
        """Return how many days ago it was received."""
        return (today - date.fromisoformat(self.retrieved[:10])).days

    def answer(self, file: str) -> Answer:
        for answer in self.answers:
            if answer.file == file:
                return answer
        raise SnapshotError(
            f"Snapshot {self.id} has no file {file!r}; it has "
            f"{', '.join(answer.file for answer in self.answers)}."
        )

    def read(self, file: str) -> bytes:
        """Return one file's bytes, checked against its checksum.

        Raises:
            SnapshotError: there is no such file, or it was changed.
        """
        answer = self.answer(file)
        content = _bytes(self.folder / file)
        if hashlib.sha256(content).hexdigest() != answer.sha256:
            raise SnapshotError(
                f"{self.folder / file} is not what was received: it is cut short or was changed by "
                f"hand. Put it back, or remove the folder and run: childways fetch "
                f"{self.origin.source}"
            )
        return content


def bundled_root() -> Path:
    """Return the folder of the snapshots that come with the project."""
    return Path(__file__).parent / "snapshots" / "bundled"


def own_root() -> Path:
    """Return the folder that ``childways fetch`` writes to; not in version control."""
    return Path(__file__).parent / "snapshots" / "own"


def default_roots() -> tuple[Path, ...]:
    return (bundled_root(), own_root())


def all_of(source: str, roots: Sequence[Path] | None = None) -> list[Snapshot]:
    """Return the snapshots of one source, the oldest first. Drafts are not among them."""
    found = [
        read(folder)
        for root in (roots or default_roots())
        for folder in _folders(root / source)
    ]  # fmt: skip
    return sorted(found, key=lambda snapshot: _order(snapshot.folder.name))


def newest(source: str, roots: Sequence[Path] | None = None) -> Snapshot | None:
    """Return the newest snapshot of one source, own or bundled; None if there is none."""
    found = all_of(source, roots)
    return found[-1] if found else None


def sources(roots: Sequence[Path] | None = None) -> list[str]:
    """Return the names of all sources that have a snapshot."""
    folders = [
        folder
        for root in (roots or default_roots())
        if root.is_dir()
        for folder in root.iterdir()
        if folder.is_dir() and folder.name[0] != "." and _folders(folder)
    ]
    return sorted({folder.name for folder in folders})


def table(snapshots: Sequence[Snapshot]) -> pd.DataFrame:
    """Return snapshots as the table ``snapshots``, one row each."""
    return frame(SNAPSHOTS, (
        {
            "snapshot": one.id, "source_id": one.origin.source_id,
            "publisher": one.origin.publisher, "title": one.origin.title,
            "url": one.answers[0].url, "retrieved": one.retrieved, "licence": one.origin.licence,
            "made": one.origin.made, "files": len(one.answers),
            "bytes": sum(answer.bytes for answer in one.answers), "sha256": one.sha256,
        }
        for one in snapshots
    ))  # fmt: skip


def read(folder: Path) -> Snapshot:
    """Read the metadata of one snapshot folder; the files' bytes are read, and checked, later.

    Raises:
        SnapshotError: a file or its metadata are missing or can't be read.
    """
    metas = sorted(folder.glob(f"*{META}"))
    if not metas:
        raise SnapshotError(f"{folder} is not a snapshot: there is no *{META} in it.")
    read_ = [_meta(path) for path in metas]
    alone = {p.name for p in folder.iterdir() if not p.name.endswith(META) and p.name[0] != "."}
    alone ^= {answer.file for _, answer in read_}
    if alone:
        raise SnapshotError(
            f"{folder} is not whole: {', '.join(sorted(alone))} lacks its file or its *{META}."
        )
    return Snapshot(folder, read_[0][0], tuple(answer for _, answer in read_))


def faults(snapshot: Snapshot) -> list[str]:
    """Return what is wrong with a snapshot: files changed or missing. [] is whole."""
    found = []
    for answer in snapshot.answers:
        try:
            snapshot.read(answer.file)
        except SnapshotError as error:
            found.append(str(error))
    return found


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
            _, answer = _meta(self.folder / f"{file}{META}")
            content = _bytes(self.folder / file)
        except SnapshotError:
            return None
        fits = answer.query.get("asked", answer.url) == url and answer.retrieved >= since
        return answer if fits and hashlib.sha256(content).hexdigest() == answer.sha256 else None

    def content(self, file: str) -> bytes:
        return _bytes(self.folder / file)

    def add(self, content: bytes, **about: Any) -> Answer:
        """Write one file and its metadata; checksum and size are added.

        The metadata are written last and in one step: a file without them is not there.

        Args:
            content: the bytes as received.
            about: the other fields of ``Answer``.
        """
        answer = Answer(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content), **about)
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
        shutil.rmtree(target, ignore_errors=True)
        self.folder.rename(target)
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

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def open_draft(root: Path, origin: Origin) -> Iterator[Draft]:
    """Open the draft of a source, and keep other processes out of it meanwhile.

    Raises:
        SnapshotError: another process is at it.
    """
    home = root / origin.source
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SnapshotError(
                f"Another childways fetch is at {home}. Wait for it, or stop it."
            ) from error
        yield Draft(root, origin)


def waiting(root: Path, source: str) -> Snapshot | None:
    """Return the whole snapshot that waits to be taken in, if one does."""
    folder = root / source / WAITING
    return read(folder) if folder.is_dir() else None


def take(root: Path, snapshot: Snapshot) -> Snapshot:
    """Give a waiting snapshot its name: the day on which it was received."""
    day = date.fromisoformat(snapshot.retrieved[:10])
    return Draft(root, snapshot.origin, snapshot.folder.name).commit(day)


def moment(now: datetime) -> str:
    """Return a time in UTC as metadata write it."""
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _folders(home: Path) -> list[Path]:
    if not home.is_dir():
        return []
    return [path for path in home.iterdir() if path.is_dir() and NAME.fullmatch(path.name)]


def _order(name: str) -> tuple[str, int]:
    match = NAME.fullmatch(name)
    return (match[1], int(match[2] or 1)) if match else (name, 0)


def _meta(path: Path) -> tuple[Origin, Answer]:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        origin = Origin(**{name: given[name] for name in Origin.__dataclass_fields__})
        answer = Answer(**{name: given[name] for name in Answer.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"{path} can't be read as a snapshot's metadata ({error}).") from error
    return origin, answer


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SnapshotError(f"{path} can't be read ({error}).") from error


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
