"""Where built files come from: checksums of inputs and outputs, and their manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geodata.errors import BrokenBuildError, MissingLayerError
from geodata.remote import is_address, take_build

MANIFEST = "manifest.json"
POINTER = "current"
OWN_VERSION = "-own"  # ends the data version of a build with a reader's own facts
KEPT = "kept"  # in the manifest of an edition that was taken out of the store
BUILD_IT = "Build the layers with: childways build"


def sha256(path: Path) -> str:
    """Return the checksum of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checksums(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return path (from ``root``, with forward slashes) -> checksum, sorted by path."""
    found = (path for path in sorted(paths) if path.is_file())
    return {path.relative_to(root).as_posix(): sha256(path) for path in found}


def digest(checksums: dict[str, str]) -> str:
    """Return twelve characters that change whenever one of the files does."""
    return hashlib.sha256(json.dumps(checksums, sort_keys=True).encode()).hexdigest()[:12]


def built_folder() -> Path:
    """Return the project's own folder of builds."""
    return Path(__file__).parent / "built"


def current_build(root: Path | str | None = None) -> Path:
    """Return the folder of the build in use; a folder that is a build itself is its own.

    Of an address, such as ``s3://bucket/built``, it is a checked copy on this machine.

    Raises:
        MissingLayerError: nothing has been built there.
        BrokenBuildError: a file at the address is not the one that its manifest names.
    """
    if isinstance(root, str):
        if is_address(root):
            return take_build(root)
        root = Path(root)
    root = root or built_folder()
    if (root / MANIFEST).is_file():
        return root
    pointer = root / POINTER
    if not pointer.is_file():
        raise MissingLayerError(f"There is no build in {root}. {BUILD_IT}")
    folder = root / pointer.read_text(encoding="utf-8").strip()
    if not folder.is_dir():
        raise MissingLayerError(f"{pointer} names {folder.name}, which is gone. {BUILD_IT}")
    return folder


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of one build.

    Raises:
        BrokenBuildError: it is missing, or is not a manifest.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenBuildError(f"{path} can't be read ({error}). {BUILD_IT}") from error
    if not isinstance(manifest, dict) or not {"data_version", "files"} <= manifest.keys():
        raise BrokenBuildError(f"{path} is not a manifest of this project. {BUILD_IT}")
    return manifest
