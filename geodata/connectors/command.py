"""``childways fetch``: asks publishers, shows what changed, and takes in what one agrees to."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.filesize import decimal
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from geodata import drafts, snapshots
from geodata.connectors import CONNECTORS
from geodata.connectors.asking import Connector
from geodata.connectors.fetch import Outcome, fetch, missing, planned
from geodata.connectors.fetch import Progress as Show
from geodata.connectors.http import Client, RealClock
from geodata.connectors.settings import Settings, read_settings
from geodata.errors import DataError
from geodata.landing import Landing
from geodata.snapshots import Snapshot

STOPPED = 130  # exit code after Ctrl+C
WIDTH = 160  # of tables in a log
MOST_LOST = 0.5  # share of values that may go without somebody looking
SHOWN = 8  # series and warnings shown of each source


def run(options: Namespace, environ: Mapping[str, str]) -> int:
    """Run the command; returns the exit code: 0 done, 1 something failed."""
    wide = None if sys.stdout.isatty() else WIDTH
    console = Console(highlight=False, stderr=options.json, width=wide)
    connectors = _chosen(options.source)
    settings = read_settings(options.settings, environ, CONNECTORS)
    landing = Landing(options.into or snapshots.own_root())
    if options.list:
        return _list(console, connectors, landing)
    if options.dry_run:
        return _dry_run(console, connectors, settings)
    if options.take or options.discard:
        return _decide(console, connectors, landing, take=options.take)
    try:
        outcomes = _fetch_all(connectors, settings, landing)
    except KeyboardInterrupt:
        console.print("Stopped. What is whole is kept for a day: run the same command to go on.")
        sys.stdout.flush()
        os._exit(STOPPED)  # at once: threads may wait for an answer, and every step is safe to kill
    failed = _failures(outcomes, bool(options.source))
    new = [one for one in outcomes if one.state == "new"]
    taken: list[str] = []
    for one in new:
        try:
            if _agree(console, one, landing, options):
                taken.append(one.source)
        except DataError as error:
            console.print(f"  It could not be taken in, and waits: {escape(str(error))}")
            failed.append(one)
    _summary(console, outcomes, settings)
    if options.json:
        print(json.dumps([_as_json(one, taken) for one in outcomes], indent=1, default=str))
    kept_back = options.yes and len(taken) < len(new)
    return 1 if failed or kept_back else 0


def _chosen(names: Sequence[str]) -> list[Connector]:
    unknown = [name for name in names if name not in CONNECTORS]
    if unknown:
        raise DataError(
            f"There is no source {', '.join(unknown)}. There are: {', '.join(CONNECTORS)}."
        )
    return [CONNECTORS[name] for name in names or CONNECTORS]


def _list(console: Console, connectors: Sequence[Connector], landing: Landing) -> int:
    """Say what there is of each source, and how old it is."""
    today = datetime.now(UTC).date()
    table = Table("source", "publisher", "newest snapshot", "received", "from", "licence", "waits")
    for connector in connectors:
        last = snapshots.newest(connector.name, (snapshots.bundled_root(), landing.place))
        waits = "yes" if drafts.waiting(landing.folder, connector.name) else ""
        if last is None:
            cells = ["none", "", ""]
        else:
            cells = [last.id, f"{last.age_days(today)} days ago", last.origin.made]
        table.add_row(
            connector.name, connector.origin.publisher, *cells, connector.origin.licence, waits
        )  # fmt: skip
    console.print(table)
    return 0


def _dry_run(console: Console, connectors: Sequence[Connector], settings: Settings) -> int:
    today = datetime.now(UTC).date()
    for connector in connectors:
        console.print(f"[bold]{connector.name}[/]: {connector.origin.publisher}")
        lacking = missing(connector, settings)
        if lacking:
            console.print(f"  not asked: {lacking}", markup=False)
            continue
        for url in planned(connector, settings, today):
            console.print(f"  GET {url}", soft_wrap=True, markup=False)
    console.print("Pages after the first follow from the answers. Nothing was asked.")
    return 0


def _fetch_all(
    connectors: Sequence[Connector], settings: Settings, landing: Landing
) -> list[Outcome]:
    """Fetch from all publishers at the same time. Stopped by Ctrl+C, what is whole stays."""
    clock = RealClock()
    client = Client(settings.patience, contact=settings.contact, clock=clock)
    columns = (
        TextColumn("{task.description:<18}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[size]}"),
        TimeElapsedColumn(),
    )  # fmt: skip
    outcomes: dict[str, Outcome] = {}
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {c.name: bars.add_task(c.name, total=None, size="") for c in connectors}

        def show(name: str, done: int, total: int, size: int) -> None:
            bars.update(tasks[name], completed=done, total=total, size=decimal(size))

        workers = ThreadPoolExecutor(max(1, len(connectors)))
        try:
            jobs = {
                workers.submit(_fetch_one, one, settings, client, landing, show): one.name
                for one in connectors
            }
            for job in as_completed(jobs):
                name = jobs[job]
                outcomes[name] = job.result()
                bars.update(tasks[name], description=f"{name}: {outcomes[name].state}")
                bars.stop_task(tasks[name])
        except BaseException:
            clock.stop()
            workers.shutdown(wait=False, cancel_futures=True)
            raise
    client.close()
    return [outcomes[connector.name] for connector in connectors]


def _fetch_one(
    connector: Connector, settings: Settings, client: Client, landing: Landing, show: Show
) -> Outcome:
    """Fetch one source, after a look at what others have put at the address since."""
    try:
        landing.refresh(connector.name)
    except (DataError, OSError) as error:
        return Outcome(source=connector.name, state="failed", words=str(error))
    return fetch(connector, settings, client, landing.folder, progress=show)


def _failures(outcomes: Sequence[Outcome], named: bool) -> list[Outcome]:
    """Return what failed. A source without its key fails only if it was asked for by name."""
    return [o for o in outcomes if o.state == "failed" or (named and o.state == "skipped")]


def _agree(console: Console, outcome: Outcome, landing: Landing, options: Namespace) -> bool:
    """Show what a new snapshot changes; take it in if the reader says so. Returns whether."""
    show_changes(console, outcome)
    waits, lost = outcome.snapshot, outcome.changes.lost_share if outcome.changes else 0
    if waits is None:
        return False
    if options.yes and lost > MOST_LOST:
        console.print(f"  {lost:.0%} of the values would go: --yes does not take that in.")
        agreed = False
    else:
        agreed = options.yes or (sys.stdin.isatty() and not options.json and _ask(console))
    if not agreed:
        into = f" --into {options.into}" if options.into else ""
        console.print(
            f"  It waits. Take it in with: childways fetch --take {outcome.source}{into}\n"
            f"  or throw it away with: childways fetch --discard {outcome.source}{into}",
            soft_wrap=True,
        )
        return False
    console.print(f"  Taken in as {landing.take(waits)}.")
    return True


def _ask(console: Console) -> bool:
    return console.input("  Take it in? [y/N] ").strip().lower() in ("y", "yes")


def _decide(
    console: Console, connectors: Sequence[Connector], landing: Landing, *, take: bool
) -> int:
    """Take in, or throw away, what waits from an earlier fetch."""
    found: list[Snapshot] = [
        one for c in connectors if (one := drafts.waiting(landing.folder, c.name)) is not None
    ]
    for one in found:
        if take:
            console.print(f"Taken in as {landing.take(one)}.")
        else:
            drafts.throw_away(one)
            console.print(f"Thrown away: {one.origin.source}.")
    if not found:
        console.print(f"Nothing waits in {landing.folder}.", soft_wrap=True)
    return 0


def show_changes(console: Console, outcome: Outcome) -> None:
    """Print what a new snapshot says that the one before did not, and what is odd in it."""
    changes, checked = outcome.changes, outcome.checked
    if changes is None or checked is None:
        return
    before = "nothing to compare it with" if changes.first else "compared with the last one"
    console.print(f"[bold]{outcome.source}[/]: a new snapshot, {before}.")
    table = Table("series", "countries", "years", "added", "removed", "revised", "largest revision")
    moved = [one for one in changes.series if one.is_change]
    for one in moved[:SHOWN]:
        table.add_row(
            one.series,
            _signed(one.countries_added, one.countries_removed),
            _signed(one.years_added, one.years_removed),
            f"{one.added:,}", f"{one.removed:,}", f"{one.revised:,}",
            _largest(one.largest),
        )  # fmt: skip
    console.print(table)
    if len(moved) > SHOWN:
        console.print(f"  and {len(moved) - SHOWN} more series")
    odd = checked.warnings[checked.warnings["severity"] != "note"]
    for row in odd.head(SHOWN).itertuples():
        console.print(f"  {row.severity}: {row.name}, {row.series}: {row.rows:,} rows. {row.words}")
    if len(odd) > SHOWN:
        console.print(f"  and {len(odd) - SHOWN} more warnings")


def _signed(added: Sequence[Any], removed: Sequence[Any]) -> str:
    parts = [f"+{len(added)}" if added else "", f"-{len(removed)}" if removed else ""]
    named = f" ({', '.join(map(str, (*added, *removed)))})" if len(added) + len(removed) < 4 else ""
    return " ".join(filter(None, parts)) + (named if any(parts) else "")


def _largest(largest: Sequence[Mapping[str, Any]]) -> str:
    if not largest:
        return ""
    first = largest[0]
    place = " to ".join(str(first[n]) for n in first if n.endswith("iso3"))
    return f"{place} {first['year']}: {first['before']:,g} to {first['after']:,g}"


def _summary(console: Console, outcomes: Sequence[Outcome], settings: Settings) -> None:
    table = Table("source", "how it ended", "asked", "had", "why", title="Fetched")
    for one in outcomes:
        state = {"failed": "[red]failed[/]", "new": "[green]new[/]"}.get(one.state, one.state)
        table.add_row(one.source, state, str(one.asked), str(one.kept), escape(one.words))
    console.print(table)
    if any(one.state == "failed" for one in outcomes):
        console.print("What failed left nothing behind. Run the same command again to go on.")
    if not settings.contact:
        console.print("Publishers like to know who asks: set contact in the settings of fetch.")


def _as_json(one: Outcome, taken: Sequence[str]) -> dict[str, Any]:
    changes = one.changes
    return {
        "source": one.source,
        "state": one.state,
        "taken_in": one.source in taken,
        "words": one.words,
        "asked": one.asked,
        "had": one.kept,
        "bytes": one.bytes,
        "changes": None if changes is None else {
            "first": changes.first,
            **{name: changes.total(name) for name in ("added", "removed", "revised")},
            "series": [
                {
                    "series": s.series, "countries_added": s.countries_added,
                    "countries_removed": s.countries_removed, "years_added": s.years_added,
                    "years_removed": s.years_removed, "added": s.added, "removed": s.removed,
                    "revised": s.revised, "same": s.same, "largest": s.largest,
                }
                for s in changes.series
            ],
        },
        "warnings": [] if one.checked is None else json.loads(
            one.checked.warnings.to_json(orient="records")
        ),
    }  # fmt: skip
