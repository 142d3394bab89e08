"""Snapshots: what a publisher answered, stored as received, with where it is from and its checksum.

A snapshot is a folder ``<root>/<source>/<date>/`` of files, each beside its ``<file>.meta.json``.
It is whole or absent: ``geodata.drafts`` makes it, and gives it its name in one rename.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from geodata.errors import DataError
from geodata.remote import META, take_snapshots
from geodata.tidy import SNAPSHOTS, frame

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?")


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
        content = read_bytes(self.folder / file)
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


def all_of(source: str, roots: Sequence[Path | str] | None = None) -> list[Snapshot]:
    """Return the snapshots of one source, the oldest first. Drafts are not among them.

    Args:
        roots: folders, or addresses such as ``s3://bucket/snapshots``.
    """
    found = [
        read(folder)
        for root in (roots or default_roots())
        for folder in _folders(
            (take_snapshots(root, source) if isinstance(root, str) else root) / source
        )
    ]  # fmt: skip
    return sorted(found, key=lambda snapshot: _order(snapshot.folder.name))


def newest(source: str, roots: Sequence[Path | str] | None = None) -> Snapshot | None:
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
    read_ = [read_meta(path) for path in metas]
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


def _folders(home: Path) -> list[Path]:
    if not home.is_dir():
        return []
    return [path for path in home.iterdir() if path.is_dir() and NAME.fullmatch(path.name)]


def _order(name: str) -> tuple[str, int]:
    match = NAME.fullmatch(name)
    return (match[1], int(match[2] or 1)) if match else (name, 0)


def read_meta(path: Path) -> tuple[Origin, Answer]:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        origin = Origin(**{name: given[name] for name in Origin.__dataclass_fields__})
        answer = Answer(**{name: given[name] for name in Answer.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"{path} can't be read as a snapshot's metadata ({error}).") from error
    return origin, answer


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SnapshotError(f"{path} can't be read ({error}).") from error
