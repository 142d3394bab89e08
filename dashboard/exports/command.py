"""``childways package``: the Data Package from the command line."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from dashboard.data import Data
from dashboard.exports.package import steps, write_package, write_zip
from dashboard.exports.resource import Catalogue


def package(folder: Path, zipped: Path | None = None, built: Path | None = None) -> int:
    """Write the package, and a zip of it when asked, with a bar that tells how far it is.

    Raises:
        geodata.DataError: nothing has been built, or the package can't be written there.
    """
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Load", total=None)
        catalogue = Catalogue(Data.load(built))
        bar.update(task, total=steps(catalogue) + (zipped is not None))
        begun = [0]

        def show(step: str) -> None:
            bar.update(task, description=step, completed=begun[0])
            begun[0] += 1

        made = [write_package(catalogue, folder, show)]
        if zipped is not None:
            show("Zip")
            made.append(write_zip(made[0], zipped))
        bar.update(task, description="Written", completed=begun[0])
    for path in made:
        print(f"{path}: {_size(path) / 1e6:.1f} MB, data version {catalogue.edition.data_version}")
    return 0


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(file.stat().st_size for file in files)
