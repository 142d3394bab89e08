"""childways export and childways publish: how they are asked, and what they say."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from dashboard.config import Config, ConfigError
from geodata.errors import DataError

if TYPE_CHECKING:
    from dashboard.outputs.batch import Line, Outcome

NO_SITE = (
    "The site's address is not known, so links in the files lead nowhere: give views as full "
    "links, or set CHILDWAYS_ORIGIN."
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command export to the parser."""
    export = commands.add_parser(
        "export",
        help="make files of views: pictures, one-file pages, tables, citations",
        description="The ending says what is made: png, svg, pdf, html, csv, xlsx, json, bib, "
        "csl.json, txt, md.",
    )
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--view", help="any address of the atlas: full link, path or query alone")
    what.add_argument("--list", type=Path, metavar="CSV", help="many: columns view, to, ...")
    where = export.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="FILE", help="the file, for --view")
    where.add_argument("--into", type=Path, metavar="FOLDER", help="the folder, for --list")
    export.add_argument("--size", default="", help="of a picture: slide, column, page, card")
    export.add_argument("--scale", default="", help="of a PNG: 1 to 4 pixels a point")
    export.add_argument("--theme", default="", help="light or dark; auto for one-file pages")
    export.add_argument("--edition", default="", metavar="VERSION", help="a kept data version")
    export.add_argument("--json", action="store_true", help="say how it ended as JSON")
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    if bool(options.view) != bool(options.to):
        print("--view goes with --to FILE, --list with --into FOLDER.", file=sys.stderr)
        return 2
    from dashboard.outputs.batch import Line  # here, so that other commands need not wait for Dash
    from dashboard.outputs.listing import read_list

    looks = {name: getattr(options, name) for name in ("size", "scale", "theme", "edition")}
    try:
        if options.list:
            lines, folder = read_list(options.list, looks), options.into
        else:
            target = Path(options.to)
            lines = [Line(view=options.view, to=target.name, looks=looks)]
            folder = target.parent
        return _run(lines, folder, options, is_one=not options.list)
    except (DataError, OSError) as error:
        print(_said(error), file=sys.stderr)
        return 2


def _said(error: Exception) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)


def _run(lines: Sequence[Line], folder: Path, options: argparse.Namespace, *, is_one: bool) -> int:
    from dashboard.outputs.batch import make_all, make_one
    from dashboard.outputs.maker import Maker

    with closing(Maker(config_of_environment())) as maker:
        if is_one:
            outcome = make_one(maker, lines[0], folder / lines[0].to)
        else:
            outcome = with_bar(
                "Export", len(lines), lambda show: make_all(maker, lines, folder, show)
            )
        if outcome.made and maker.has_lost_links:
            print(NO_SITE, file=sys.stderr)
    if is_one and not options.json:
        for one in outcome.failed:
            print(printable(one.why), file=sys.stderr)
        for name in outcome.made:
            path = folder / name
            print(f"{path}: {path.stat().st_size / 1000:,.0f} kB")
        return 1 if outcome.failed else 0
    return ended(outcome, folder, as_json=options.json)


def config_of_environment() -> Config:
    """Return the settings.

    Raises:
        DataError: one of them can't be used.
    """
    try:
        return Config.from_env(os.environ)
    except ConfigError as error:
        raise DataError(str(error)) from error


def with_bar(name: str, total: int, work: Any) -> Outcome:
    """Do work that calls a function with each file's name, under a bar."""
    columns = (
        TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(), TextColumn("{task.fields[file]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=total, file="")
        begun = [0]

        def show(file: str) -> None:
            bar.update(task, completed=begun[0], file=file[:60])
            begun[0] += 1

        outcome: Outcome = work(show)
        bar.update(task, completed=total, file="")
    return outcome


def ended(outcome: Outcome, folder: Path, *, as_json: bool) -> int:
    """Say how it ended; returns 0 when every file is there, 1 when one is not."""
    if as_json:
        print(json.dumps(as_tree(outcome, folder), ensure_ascii=False, indent=1))
        return 1 if outcome.failed else 0
    if outcome.failed:
        table = Table("row", "file", "view", "why", title="Not made")
        for one in outcome.failed:
            cells = (str(one.row), one.to, one.view, one.why)
            table.add_row(*(printable(cell) for cell in cells))
        Console(highlight=False, markup=False).print(table)
    kept = f", {len(outcome.kept)} were whole already" if outcome.kept else ""
    failed = f", {len(outcome.failed)} failed" if outcome.failed else ""
    print(f"{len(outcome.made)} made in {folder}{kept}{failed}.")
    return 1 if outcome.failed else 0


def as_tree(outcome: Outcome, folder: Path) -> dict[str, Any]:
    """Return how it ended, for programs."""
    return {
        "folder": str(folder),
        "made": list(outcome.made),
        "kept": list(outcome.kept),
        "failed": [
            {"row": one.row, "view": one.view, "to": one.to, "why": one.why}
            for one in outcome.failed
        ],
    }


def printable(text: str) -> str:
    """Return text that can't steer the terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)[:300]


def add_publish(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command publish to the parser."""
    publish = commands.add_parser(
        "publish", help="write a static site: views as files, the data, an index"
    )
    publish.add_argument("folder", type=Path, help="where to write it; run again to go on")
    publish.add_argument("--list", type=Path, metavar="CSV", help="these views: columns view, to")
    publish.add_argument(
        "--what",
        default="maps,journeys,countries,goals,commitments,coverage,timeline,practice",
        help="of maps, journeys, countries, goals, commitments, coverage, timeline, practice; "
        "default all",
    )
    publish.add_argument(
        "--forms", default="html,svg,csv,xlsx", help="files of each view; default html,svg,csv,xlsx"
    )
    publish.add_argument("--theme", default="", help="light or dark; the usual is each reader's")
    publish.add_argument("--edition", default="", metavar="VERSION", help="a kept data version")
    publish.add_argument("--json", action="store_true", help="say how it ended as JSON")
    publish.set_defaults(run=_publish)


def _publish(options: argparse.Namespace) -> int:
    from dashboard.outputs.listing import read_list
    from dashboard.outputs.maker import Maker
    from dashboard.outputs.site import publish
    from dashboard.outputs.site_views import GROUPS, lines_of, pages_of
    from dashboard.outputs.wanted import FORMS

    folder: Path = options.folder
    try:
        groups = _chosen(options.what, GROUPS)
        forms = _chosen(options.forms, tuple(form.removeprefix(".") for form in FORMS))
        site: dict[str, str] = {}
        with closing(Maker(config_of_environment(), edition=options.edition, site=site)) as maker:
            if options.list:
                lines = read_list(options.list, {"theme": options.theme})
            else:
                endings = [f".{form}" for form in forms]
                lines = lines_of(maker.data, groups, endings, options.theme)
            site.update(pages_of(lines))
            outcome = with_bar(
                "Publish", len(lines) + 2, lambda show: publish(maker, lines, folder, show)
            )
    except (DataError, OSError) as error:
        print(_said(error), file=sys.stderr)
        return 2
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    if not options.json:
        print(f"{folder / 'index.html'}: {len(files)} files, {sum(files) / 1e6:,.1f} MB")
    return ended(outcome, folder, as_json=options.json)


def _chosen(text: str, known: Sequence[str]) -> list[str]:
    """Return the names in a text.

    Raises:
        DataError: one of them is not known, or there is none.
    """
    found = [name.strip() for name in text.split(",") if name.strip()]
    strange = [name for name in found if name not in known]
    if strange or not found:
        raise DataError(f"{text[:60]!r}: take some of {', '.join(known)}, separated by commas.")
    return found
