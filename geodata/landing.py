"""Where fetched snapshots come to rest: a folder, or an address such as ``s3://bucket/snapshots``.

What is being fetched, and what waits, is on this machine in both cases. At an address a snapshot is
put under a name that nobody has, its metadata last: until then nobody sees it. It is then copied
back and checked, and only then does it wait no longer. Stopped at any moment, what was there stays,
and taking it in again goes on. What an upload that was cut short left is never read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geodata import drafts, remote, snapshots
from geodata.errors import DataError
from geodata.remote import open_address, put_snapshot, take_snapshots
from geodata.snapshots import Snapshot, SnapshotError

MOST_A_DAY = 1000  # names tried for one day
SOURCE = re.compile(r"[a-z0-9][a-z0-9_]{0,60}")


def roots(places: Iterable[Path | str]) -> tuple[Path, ...]:
    """Return the folders of the project's snapshots and of those at more places.

    Raises:
        DataError: there is no snapshot at one of them, or it can't be read.
    """
    found = list(snapshots.default_roots())
    for place in places:
        landing = Landing(place)
        # Those that were copied here before, too: all of a source may be gone from the address.
        for source in {*landing.sources(), *snapshots.sources([landing.folder])}:
            landing.refresh(source)
        if not snapshots.sources([landing.folder]):
            raise SnapshotError(
                f"There is no snapshot in {place}. Put one there with: childways fetch --into "
                f"{place}"
            )
        found.append(landing.folder)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Landing:
    """The place that ``childways fetch --into`` names."""

    place: Path | str

    @property
    def folder(self) -> Path:
        """The folder on this machine: the place itself, or the copies of what is at an address."""
        if isinstance(self.place, Path):
            return self.place
        name = hashlib.sha256(self.place.encode()).hexdigest()[:24]
        return remote.copies_folder() / name

    def sources(self) -> list[str]:
        """Return the names of the folders of sources that are there, whole snapshots or not.

        Raises:
            DataError: the address can't be read.
        """
        if isinstance(self.place, Path):
            return snapshots.sources([self.place])
        files, root = open_address(self.place)
        files.invalidate_cache()
        try:
            found = files.ls(root, detail=True) if files.exists(root) else []
        except OSError as error:
            raise DataError(f"{self.place} can't be read: {error}") from error
        names = (str(one["name"]).rpartition("/")[2] for one in found if one["type"] != "file")
        return sorted(name for name in names if SOURCE.fullmatch(name))

    def refresh(self, source: str) -> None:
        """Make the copies here those of what is at an address now; nothing to do for a folder.

        Raises:
            DataError: the address can't be read.
        """
        if isinstance(self.place, str):
            take_snapshots(self.place, source)

    def take(self, snapshot: Snapshot) -> str:
        """Take in a snapshot that waits; returns its name, such as ``unhcr/2026-05-01``.

        Raises:
            DataError: it was changed since it was received, another process is at it, or the
                address can't be written.
        """
        if isinstance(self.place, Path):
            return drafts.take(self.place, snapshot).id
        with drafts.alone(self.folder / snapshot.origin.source):
            wrong = snapshots.faults(snapshot)
            if wrong:
                raise SnapshotError(wrong[0])
            there = self._same(snapshot) or self._put(snapshot)
            drafts.remove(snapshot)
        return there.id

    def _same(self, snapshot: Snapshot) -> Snapshot | None:
        """Return the snapshot at the address that is this one: an upload that was not told of."""
        found = snapshots.newest(snapshot.origin.source, [self.place])
        return found if found is not None and found.sha256 == snapshot.sha256 else None

    def _put(self, snapshot: Snapshot) -> Snapshot:
        assert isinstance(self.place, str)
        source = snapshot.origin.source
        name = self._free_name(source, snapshot.retrieved[:10])
        put_snapshot(snapshot.folder, self.place, name=f"{source}/{name}")
        found = {one.folder.name: one for one in snapshots.all_of(source, [self.place])}.get(name)
        if found is None or found.sha256 != snapshot.sha256 or snapshots.faults(found):
            raise SnapshotError(
                f"{self.place}/{source}/{name} is not what was put there: another may have written "
                f"to it. It waits here still. Take it in again: childways fetch --take {source}"
            )
        return found

    def _free_name(self, source: str, day: str) -> str:
        """Return a name under which nothing is at the address, not even a part of a snapshot."""
        files, root = open_address(str(self.place))
        files.invalidate_cache()
        for number in range(1, MOST_A_DAY):
            name = day if number == 1 else f"{day}.{number}"
            if not files.exists(f"{root}/{source}/{name}"):
                return name
        raise SnapshotError(f"{self.place}/{source} has {MOST_A_DAY} snapshots of {day} already.")
