"""Builds and snapshots on object storage, or wherever else fsspec leads.

What is there is read through a copy on this machine: a build is a few megabytes, and its files are
checked against its manifest once, here. A build is written files first, then its manifest, then the
pointer to it; a snapshot, its metadata last. Who reads meanwhile sees the one before.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec

from geodata.errors import BrokenBuildError, DataError, MissingLayerError

MANIFEST, POINTER = "manifest.json", "current"
META = ".meta.json"  # of a file of a snapshot, beside it
BUILD = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(::[A-Za-z][A-Za-z0-9+.-]*)*://")


def is_address(place: object) -> bool:
    """Return whether a place is an address such as ``s3://bucket/built``, and no folder."""
    return isinstance(place, str) and ADDRESS.match(place) is not None


def place(text: str) -> Path | str:
    """Return a folder as a path and an address as it is: what an option or setting holds."""
    return text if is_address(text) else Path(text)


def copies_folder() -> Path:
    """Return where copies of builds and snapshots are held on this machine."""
    return Path.home() / ".cache" / "childways" / "copies"


def open_address(url: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it.

    Raises:
        DataError: no such kind of address, or what opens it is not installed.
    """
    try:
        files, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise DataError(
            f"{url!r} can't be opened: {error}. Give a folder, or an address such as "
            "s3://bucket/built (pip install 'childways[s3]')."
        ) from error
    return files, str(path).rstrip("/")


def take_build(url: str, copies: Path | None = None) -> Path:
    """Return a folder with a checked copy of the build in use at an address.

    Raises:
        MissingLayerError: there is none, or the address can't be read.
        BrokenBuildError: one of its files is not the one that its manifest names.
    """
    files, root = open_address(url)
    files.invalidate_cache()  # another may have put a newer build there since we looked
    try:
        if files.exists(f"{root}/{MANIFEST}"):
            folder = root
        else:
            name = files.cat_file(f"{root}/{POINTER}").decode("utf-8").strip()
            if not BUILD.fullmatch(name):
                raise BrokenBuildError(f"{url}/{POINTER} names {name[:70]!r}, which is no build.")
            folder = f"{root}/{name}"
        content = bytes(files.cat_file(f"{folder}/{MANIFEST}"))
    except (OSError, KeyError) as error:
        raise MissingLayerError(
            f"There is no build in {url} ({error or 'not found'}). Put one there with: childways "
            f"build --out {url}"
        ) from error
    target = (copies or copies_folder()) / hashlib.sha256(content).hexdigest()[:24]
    if not (target / MANIFEST).is_file():
        _copy_build(files, folder, content, target)
    return target


def _copy_build(files: Any, folder: str, manifest: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".taking-", dir=target.parent))
    try:
        try:
            named = json.loads(manifest)["files"]
            entries = {str(name): str(entry["sha256"]) for name, entry in named.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenBuildError(f"{folder}/{MANIFEST} is not a manifest.") from error
        for name, sha256 in entries.items():
            path = work / name
            if not path.resolve().is_relative_to(work.resolve()):
                raise BrokenBuildError(f"{folder} names a file outside itself: {name!r}.")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_checked(files, f"{folder}/{name}", sha256))
        (work / MANIFEST).write_bytes(manifest)
        try:
            work.rename(target)
        except OSError:  # another process was quicker, with the same files
            if not (target / MANIFEST).is_file():
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _checked(files: Any, path: str, sha256: str) -> bytes:
    try:
        content = bytes(files.cat_file(path))
    except (OSError, KeyError) as error:
        raise BrokenBuildError(f"{path} is gone from the build. Build it again.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BrokenBuildError(
            f"{path} is not the file that the manifest names: it is cut short or was changed. "
            "Build it again."
        )
    return content


def put_build(build: Path, url: str) -> str:
    """Put a build at an address and in use there; returns the build's address.

    Builds that were there before stay: someone may be reading them.

    Raises:
        DataError: it can't be written.
    """
    files, root = open_address(url)
    try:
        _put_files(files, build, f"{root}/{build.name}", last=(MANIFEST,))
        files.pipe_file(f"{root}/{POINTER}", f"{build.name}\n".encode())
    except OSError as error:
        raise DataError(f"{url} can't be written: {error}") from error
    return f"{url.rstrip('/')}/{build.name}"


def _put_files(files: Any, folder: Path, root: str, last: tuple[str, ...]) -> None:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found.sort(key=lambda path: path.name.endswith(last))
    for path in found:
        target = f"{root}/{PurePosixPath(path.relative_to(folder).as_posix())}"
        files.makedirs(target.rpartition("/")[0], exist_ok=True)
        files.pipe_file(target, path.read_bytes())


def put_snapshot(folder: Path, url: str, *, name: str = "") -> str:
    """Put a whole snapshot under an address, metadata last; returns where it is.

    Args:
        name: ``<source>/<date>``; as the folder has it when empty.

    Raises:
        DataError: it can't be written.
    """
    files, root = open_address(url)
    name = name or f"{folder.parent.name}/{folder.name}"
    target = f"{root}/{name}"
    try:
        _put_files(files, folder, target, last=(META,))
    except OSError as error:
        raise DataError(f"{url} can't be written: {error}") from error
    return f"{url.rstrip('/')}/{name}"


def take_snapshots(url: str, source: str, copies: Path | None = None) -> Path:
    """Return a root of snapshots like those on disk, with copies of one source's at an address.

    Snapshots never change, so one that was copied is not asked for again. One that is no longer at
    the address, or another one under its name, is no longer among the copies. Whether the files
    are those that were received is checked when they are read, as on disk.

    Raises:
        DataError: the address can't be read.
    """
    files, root = open_address(url)
    home = (copies or copies_folder()) / hashlib.sha256(url.encode()).hexdigest()[:24] / source
    home.mkdir(parents=True, exist_ok=True)
    # Before the address is asked: what another process copies meanwhile is there, and stays.
    copied = [path for path in home.iterdir() if path.is_dir() and path.name[0] != "."]
    files.invalidate_cache()
    try:
        there = _whole_snapshots(files, f"{root}/{source}")
        gone = [copy for copy in copied if not _is_copy(files, there.get(copy.name, []), copy)]
    except OSError as error:
        raise DataError(f"{url} can't be read: {error}") from error
    for copy in gone:
        _remove_whole(copy)
    for name, paths in there.items():
        if not (home / name).is_dir():
            _copy_snapshot(files, paths, home / name, f"{url}/{source}/{name}")
    return home.parent


def _whole_snapshots(files: Any, home: str) -> dict[str, list[str]]:
    """Return the files of each whole snapshot in a folder of a source at an address, by name."""
    by_name: dict[str, list[str]] = {}
    for path in sorted(files.find(home)) if files.exists(home) else []:
        name, _, file = path.removeprefix(f"{home}/").partition("/")
        if file and "/" not in file and name[0] != ".":
            by_name.setdefault(name, []).append(path)
    # Metadata are written last: a snapshot that lacks some is still being put there.
    return {
        name: paths
        for name, paths in by_name.items()
        if len(paths) == 2 * len({path.removesuffix(META) for path in paths})
    }


def _is_copy(files: Any, paths: list[str], copy: Path) -> bool:
    """Return whether a copy is of these files: the names, and when the first was received."""
    names = {path.rpartition("/")[2] for path in paths}
    try:
        if not names or names != {path.name for path in copy.iterdir()}:
            return False
        first = next(path for path in paths if path.endswith(META))
        return bool(files.cat_file(first) == (copy / first.rpartition("/")[2]).read_bytes())
    except FileNotFoundError:  # removed just now, there or here
        return False


def _copy_snapshot(files: Any, paths: list[str], target: Path, address: str) -> None:
    work = Path(tempfile.mkdtemp(prefix=".taking-", dir=target.parent))
    try:
        for path in paths:
            (work / path.rpartition("/")[2]).write_bytes(files.cat_file(path))
        work.rename(target)
    except OSError as error:
        if not target.is_dir():  # else another process was quicker
            raise DataError(f"{address} can't be read: {error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _remove_whole(copy: Path) -> None:
    """Remove a copy in one step for who reads; another process may be at the same."""
    work = Path(tempfile.mkdtemp(prefix=".removing-", dir=copy.parent))
    with contextlib.suppress(FileNotFoundError):
        copy.rename(work / copy.name)
    shutil.rmtree(work, ignore_errors=True)
