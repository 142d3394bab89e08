"""The one command: childways build, check, serve, package, export, publish, brief, fetch ..."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from dashboard import edition_commands, own_commands
from dashboard.outputs import commands as output_commands
from geodata.build import STEPS, build_all, make_facts, needs_build
from geodata.check import read_curated
from geodata.errors import DataError, FaultyFactsError
from geodata.landing import roots
from geodata.own import OwnFacts, read_own
from geodata.remote import is_address, place, put_build


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 faults found, 2 can't be done."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="childways", description="An atlas of child journeys and protections."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    build = commands.add_parser("build", help="make the checked layers from the curated facts")
    build.add_argument("--if-needed", action="store_true", help="only if something has changed")
    build.add_argument(
        "--out", type=place, help="folder of builds, or an address (default: the project's own)"
    )
    build.add_argument("--facts", type=Path, help="folder of curated tables")
    build.add_argument(
        "--snapshots", type=place, action="append", metavar="PLACE",
        help="more snapshots: a folder or address that childways fetch --into has filled",
    )  # fmt: skip
    own_commands.add_to_build(build)
    build.set_defaults(run=_build)
    check = commands.add_parser("check", help="check the curated facts and count what is withheld")
    check.add_argument("--facts", type=Path, help="folder of curated tables")
    check.add_argument("--all", action="store_true", help="list every row without a source")
    own_commands.add_to_check(check)
    check.set_defaults(run=_check)
    serve = commands.add_parser("serve", help="serve the atlas")
    serve.add_argument("--host", help="address to listen on (default: CHILDWAYS_HOST)")
    serve.add_argument("--port", type=int, help="port to listen on (default: CHILDWAYS_PORT)")
    serve.add_argument(
        "--workers", type=int, help="processes that answer (default: CHILDWAYS_WORKERS)"
    )
    serve.add_argument(
        "--counts", default="", metavar="PLACE",
        help="counts of movement records to show on journeys (default: CHILDWAYS_COUNTS)",
    )  # fmt: skip
    own_commands.add_to_serve(serve)
    serve.set_defaults(run=_serve)
    package = commands.add_parser("package", help="write every table and layer as a Data Package")
    package.add_argument(
        "folder", type=Path, help="where to write it: new, empty or an earlier one"
    )
    package.add_argument("--zip", type=Path, metavar="FILE", help="write it as a zip, too")
    package.add_argument("--built", type=Path, help="folder of builds (default: the project's own)")
    package.set_defaults(run=_package)
    output_commands.add(commands)
    output_commands.add_publish(commands)
    edition_commands.add(commands)
    edition_commands.add_diff(commands)
    _add_brief(commands)
    _add_fetch(commands)
    _add_explain(commands)
    _add_records(commands)
    return parser


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain", help="where a number comes from, down to file, line and source"
    )
    explain.add_argument("who", metavar="COUNTRY", help="a country's code or name, or a route")
    explain.add_argument(
        "what", nargs="+", metavar="GOAL_OR_MEASURE",
        help="goal (2, detention), measure, commitment; of a route: figures, or a goal at a stage",
    )  # fmt: skip
    explain.add_argument("--year", type=int, help="default: the newest")
    explain.add_argument("--child", nargs="+", metavar="WORD",
                         help="as in the address: age=9 company=family status=refugee")  # fmt: skip
    explain.add_argument("--checked", action="store_true", help="leave out unopened sources")
    explain.add_argument("--stage", type=int, help="of a route: its level, and the drop into it")
    explain.add_argument("--branch", help="of a route (default: its first)")
    form = explain.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the chain as JSON")
    form.add_argument("--prov", action="store_true", help="the chain as W3C PROV-JSON")
    explain.add_argument("--edition", metavar="VERSION", help="a kept data version")
    explain.add_argument("--store", metavar="URL", help="default: CHILDWAYS_EDITIONS")
    explain.add_argument("--built", type=Path, help="folder of builds (default: the project's own)")
    explain.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    from dashboard.explain_command import run  # here, as Dash in _serve

    return run(options)


def _add_records(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from geodata.records import command  # its own libraries it loads when it runs

    command.add(commands)


def _add_fetch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fetch = commands.add_parser("fetch", help="renew official figures from their publishers")
    fetch.add_argument("source", nargs="*", help="which ones (default: all)")
    fetch.add_argument(
        "--into", type=place, metavar="PLACE",
        help="folder of snapshots, or an address such as s3://bucket/snapshots",
    )  # fmt: skip
    fetch.add_argument("--settings", type=Path, metavar="FILE", help="TOML (or CHILDWAYS_FETCH)")
    fetch.add_argument("--list", action="store_true", help="say what there is, and how old")
    fetch.add_argument("--dry-run", action="store_true", help="say what would be asked")
    fetch.add_argument("--json", action="store_true", help="say how it ended as JSON")
    decide = fetch.add_mutually_exclusive_group()
    decide.add_argument("--yes", action="store_true", help="take in what is new without asking")
    decide.add_argument("--take", action="store_true", help="take in what waits; asks nobody")
    decide.add_argument("--discard", action="store_true", help="throw away what waits")
    fetch.set_defaults(run=_fetch)


def _add_brief(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    brief = commands.add_parser("brief", help="write a country or a journey on two pages")
    brief.add_argument(
        "what", help="a country's code, a route, or an address such as /brief/country/GBR?year=2020"
    )
    ending = "where to write it; its ending says how: pdf, docx, md or html"
    brief.add_argument("--to", type=Path, required=True, metavar="FILE", help=ending)
    brief.add_argument("--branch", help="of the route (default: its first)")
    brief.add_argument("--year", help="the facts of which year (default: the latest)")
    brief.add_argument("--age", help="the child's age, 0 to 17 (default: 15)")
    brief.add_argument("--company", help="alone or family (default: alone)")
    brief.add_argument("--status", help="refugee, asylum_seeker, undocumented or trafficked")
    brief.add_argument("--checked", action="store_true", help="checked sources only")
    brief.add_argument("--built", type=Path, help="folder of builds (default: the project's own)")
    brief.set_defaults(run=_brief)


def _brief(options: argparse.Namespace) -> int:
    from dashboard.brief_command import run  # here, as Dash in _serve

    return run(options)


def _fetch(options: argparse.Namespace) -> int:
    from geodata.connectors.command import run  # here, so that nothing else loads what goes online

    return run(options, os.environ)


def _serve(options: argparse.Namespace) -> int:
    from dashboard.server import serve  # here, so that build and check need not wait for Dash

    built = None
    if options.own is not None:
        own = read_own(options.own, options.own_name)
        built = own_commands.built_folder(options.built)
        _make(built, None, own, if_needed=True)
        own_commands.say(own, built)
    return serve(options.host, options.port, options.workers, built, options.counts)


def _build(options: argparse.Namespace) -> int:
    own = read_own(options.own, options.own_name) if options.own else None
    if own is not None and options.out is None:
        raise DataError("A build with own facts needs a folder of its own: give it with --out.")
    fetched = roots(options.snapshots) if options.snapshots else None
    if is_address(options.out):
        return _build_at(options, own, fetched)
    folder = _make(options.out, options.facts, own, fetched, if_needed=options.if_needed)
    if folder is not None:
        print(f"The build {folder.name} is in use.")
    return 0 if options.out else edition_commands.keep_quietly()


def _build_at(
    options: argparse.Namespace, own: OwnFacts | None, fetched: Sequence[Path] | None
) -> int:
    """Build here, then put the build at an address and in use there."""
    from routes.kept_levels import LevelsPart  # here, as Dash in _serve

    with tempfile.TemporaryDirectory(prefix="childways-build-") as work:
        parts = (LevelsPart(),)
        if options.if_needed and not needs_build(options.out, options.facts, parts, own, fetched):
            return 0
        folder = _make(Path(work), options.facts, own, fetched, if_needed=False)
        if folder is not None:
            print(f"The build {put_build(folder, options.out)} is in use.")
    return 0


def _make(
    out: Path | None,
    facts: Path | None,
    own: OwnFacts | None,
    fetched: Sequence[Path] | None = None,
    *,
    if_needed: bool,
) -> Path | None:
    """Build with a progress bar; returns the build, or None when the one in use is as wanted."""
    from routes.kept_levels import LevelsPart  # here, as Dash in _serve

    parts = (LevelsPart(),)
    if if_needed and not needs_build(out, facts, parts, own, fetched):
        return None
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Build", total=len(STEPS))
        begun = [0]

        def show(step: str) -> None:
            bar.update(task, description=step, completed=begun[0])
            begun[0] += 1

        folder = build_all(out, facts=facts, progress=show, parts=parts, own=own, fetched=fetched)
        bar.update(task, description="Built", completed=len(STEPS))
    return folder


def _package(options: argparse.Namespace) -> int:
    from dashboard.exports.command import package  # here, as Dash in _serve

    return package(options.folder, options.zip, options.built)


def _check(options: argparse.Namespace) -> int:
    if options.own is not None:
        return own_commands.check(options.own, options.own_name)
    curated, faults = read_curated(options.facts)
    if faults:
        raise FaultyFactsError(faults)
    facts, withheld = make_facts(curated)
    console = Console(highlight=False)
    console.print(
        f"The curated tables are in order: {len(facts)} facts from "
        f"{facts['source_id'].nunique()} sources."
    )
    console.print(f"{len(curated['recorded_figures'])} recorded figures of routes.")
    grades = Table("evidence", "facts", title="How they were checked")
    for grade, count in facts["evidence"].value_counts().items():
        grades.add_row(str(grade), str(count))
    console.print(grades)
    reasons = Table("table", "reason", "values", title="Values that do not load: they stay unknown")
    for (table, reason), rows in withheld.groupby(["table", "reason"]):
        reasons.add_row(str(table), str(reason), str(len(rows)))
    console.print(reasons)
    unsourced = withheld[withheld["reason"] == "no source"]
    console.print(f"{len(unsourced)} values name no source:")
    shown = unsourced if options.all else unsourced.head(40)
    for row in shown.itertuples():
        console.print(f"  {row.table}.csv, row {row.row}: {row.iso3} {row.measure} = {row.value}")
    if len(shown) < len(unsourced):
        console.print(f"  and {len(unsourced) - len(shown)} more; all with: childways check --all")
    return 0
