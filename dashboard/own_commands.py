"""What the commands take of a reader's own facts: --own of build and check, --facts of serve."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from geodata.build.own import join
from geodata.check import read_curated
from geodata.errors import FaultyFactsError
from geodata.own import OwnFacts, read_own
from geodata.provenance import built_folder as atlas_built_folder
from geodata.provenance import current_build, read_manifest

HELP = "folder of your own facts, to stand beside the atlas's (see docs/own-facts.md)"


def _add(parser: argparse.ArgumentParser, *flags: str) -> None:
    parser.add_argument(*flags, dest="own", type=Path, metavar="FOLDER", help=HELP)
    parser.add_argument(
        "--own-name", default="", metavar="NAME", help="whose they are (default: the folder's name)"
    )


def add_to_build(parser: argparse.ArgumentParser) -> None:
    """Add --own to the command build."""
    _add(parser, "--own")


def add_to_check(parser: argparse.ArgumentParser) -> None:
    """Add --own to the command check."""
    _add(parser, "--own")


def add_to_serve(parser: argparse.ArgumentParser) -> None:
    """Add --facts to the command serve, and where their build goes."""
    _add(parser, "--facts", "--own")
    parser.add_argument(
        "--built", type=Path, metavar="FOLDER", help="where the build with own facts is made"
    )


def built_folder(asked: Path | None) -> Path:
    """Return the folder of builds with own facts: apart from the atlas's own."""
    return asked or atlas_built_folder().with_name("built-own")


def say(own: OwnFacts, built: Path) -> None:
    """Say on screen what is served."""
    manifest = read_manifest(current_build(built))
    if "own" not in manifest:
        print("The folder of own facts holds no rows: the atlas is served as it is.")
        return
    values, version = manifest["own"]["values"], manifest["data_version"]
    print(
        f"With {values} own value{'' if values == 1 else 's'} of {own.name}, marked on every page "
        f"and in every file; data version {version}. They are listed at /own.",
        flush=True,
    )


def check(folder: Path, name: str) -> int:
    """Check a folder of own facts; returns the exit code.

    Raises:
        FaultyFactsError: the faults of hers, or of the atlas's own tables.
    """
    base, faults = read_curated()
    if faults:
        raise FaultyFactsError(faults)
    own = read_own(folder, name, base=base)
    joined = join(base, own)
    console = Console(highlight=False)
    console.print(f"The own facts of {own.name} are in order: {joined.count} values.")
    table = Table("table", "values", "stand before a value of the atlas")
    for found, rows in joined.values.groupby("table"):
        replacing = rows[rows["replaces"] != ""]["own_id"].nunique()
        table.add_row(str(found), str(rows["own_id"].nunique()), str(replacing))
    if joined.count:
        console.print(table)
    return 0
