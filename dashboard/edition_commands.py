"""childways editions: what data versions are kept, keep the one in use, prove them."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from dashboard.config import Config, ConfigError
from geodata.editions import EditionStore, says_what_it_names
from geodata.errors import DataError
from geodata.provenance import current_build, read_manifest


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    editions = commands.add_parser("editions", help="list, keep or verify the kept data versions")
    editions.add_argument(
        "action",
        nargs="?",
        choices=("list", "keep", "verify"),
        default="list",
        help="list them (default); keep the build in use; verify every file and level",
    )
    editions.add_argument(
        "--store", metavar="URL", help="folder or address (default: CHILDWAYS_EDITIONS)"
    )
    editions.add_argument(
        "--built", type=Path, help="folder of builds (default: the project's own)"
    )
    editions.set_defaults(run=_run)


def add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that compares two data versions."""
    diff = commands.add_parser("diff", help="what changed between two data versions or builds")
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help="a kept data version, or a build folder")
    diff.add_argument("--csv", type=Path, metavar="FILE", help="write all of it; - is the screen")
    diff.add_argument("--json", type=Path, metavar="FILE", help="write all of it; - is the screen")
    diff.add_argument("--store", metavar="URL", help="default: CHILDWAYS_EDITIONS")
    diff.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    from dashboard.diff_command import run  # here, so that other commands need not wait for it

    return run(options)


def store(url: str | None = None) -> EditionStore:
    """Return the store at an address; the one of the settings when None."""
    if url is None:
        try:
            url = Config.from_env(os.environ).editions
        except ConfigError as error:
            raise DataError(str(error)) from error
    return EditionStore(url or None)


def keep_quietly() -> int:
    """Keep the build in use, so that links to it work for ever; a full disk is no failed build."""
    try:
        store().keep(current_build())
    except DataError as error:
        print(f"The build is not kept as an edition: {error}", file=sys.stderr)
    return 0


def _run(options: argparse.Namespace) -> int:
    kept = store(options.store)
    if options.action == "keep":
        version = kept.keep(current_build(options.built))
        date = kept.manifest(version)["date"]
        print(f"Edition {version} of {date} is kept in {kept.url}.")
        return 0
    return _verify(kept) if options.action == "verify" else _list(kept, options.built)


def _list(kept: EditionStore, built: Path | None) -> int:
    try:
        in_use = str(read_manifest(current_build(built))["data_version"])
    except DataError:
        in_use = ""
    table = Table("date", "data version", "size", "", title=f"Editions in {kept.url}")
    editions = list(kept)
    for edition in editions:
        mark = "in use" if edition.data_version == in_use else ""
        table.add_row(
            edition.date, edition.data_version, f"{edition.bytes_total / 1e6:.1f} MB", mark
        )
    console = Console(highlight=False)
    console.print(table)
    console.print(f"Together {kept.bytes_stored / 1e6:.1f} MB: what editions share is stored once.")
    if in_use and in_use not in {edition.data_version for edition in editions}:
        console.print(f"{in_use}, which is in use, is not kept. Keep it: childways editions keep")
    return 0


def _verify(kept: EditionStore) -> int:
    """Read everything again: files by checksum, tables by content, levels by today's code."""
    table = Table("date", "data version", "files", "levels made again", title=kept.url)
    broken = []
    with tempfile.TemporaryDirectory(prefix="childways-verify-") as folder:
        editions = list(kept)
        for edition in track(editions, "Verify", console=Console(stderr=True)):
            faults, again = _faults(kept, edition.data_version, Path(folder))
            broken += [f"{edition.data_version}: {fault}" for fault in faults]
            said = f"{len(faults)} broken" if faults else "whole"
            table.add_row(edition.date, edition.data_version, said, again)
    Console(highlight=False).print(table)
    for fault in broken:
        print(fault, file=sys.stderr)
    return 1 if broken else 0


def _faults(kept: EditionStore, data_version: str, folder: Path) -> tuple[list[str], str]:
    """Return what is wrong with an edition, and whether today's code makes the same levels."""
    import routes  # here, so that other commands need not wait for it
    from routes.kept_levels import LEVELS, Kept, is_whole

    faults = kept.faults(data_version)
    if faults:
        return faults, "-"
    out = kept.take_out(data_version, folder)
    faults = [f"{name}: does not say what it names" for name in says_what_it_names(out)]
    atlas = routes.load(out)
    if not is_whole(atlas):
        faults.append(f"{LEVELS}: the levels are not those that its manifest names")
    if faults:
        return faults, "-"
    made = Kept.compute(atlas.protection).content
    same = made == atlas.manifest["files"][LEVELS]["content"]
    return [], "the same" if same else "differ: the kept ones are shown"
