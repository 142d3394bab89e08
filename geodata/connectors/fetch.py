"""Fetch one source: its pages into a draft; read, compared and checked, it waits to be taken in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

from geodata import drafts, snapshots
from geodata.changes import Changes, compare
from geodata.connectors import read_snapshot
from geodata.connectors.asking import UNEXPECTED, Ask, Connector, FetchError, Step, Tidy
from geodata.connectors.http import LATER, Client
from geodata.connectors.settings import Settings
from geodata.drafts import Draft
from geodata.errors import DataError
from geodata.incoming import Checked, check
from geodata.snapshots import Answer, Snapshot

State = Literal["new", "unchanged", "failed", "skipped"]
RESUME = timedelta(hours=24)
Progress = Callable[[str, int, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How fetching one source ended.

    Attributes:
        words: of a failure, what was wrong and what to do.
        snapshot: of a new one, where it waits.
        asked: answers that came over the network; kept: those that were here already.
    """

    source: str
    state: State
    words: str = ""
    snapshot: Snapshot | None = None
    changes: Changes | None = None
    checked: Checked | None = None
    asked: int = 0
    kept: int = 0
    bytes: int = 0


@dataclass
class _Run:
    """What one fetch of one source needs all along, and counts."""

    connector: Connector
    settings: Settings
    client: Client
    draft: Draft
    earlier: Snapshot | None
    since: str
    now: Callable[[], datetime]
    progress: Progress
    files: list[str] = field(default_factory=list)
    pages: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    kept: int = 0
    bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def service(self) -> str:
        return self.connector.origin.publisher


def address(base: str, ask: Ask) -> str:
    """Return the address of a request, without keys."""
    query = f"?{urlencode(ask.query, quote_via=quote, safe=',:')}" if ask.query else ""
    return f"{base}{ask.path}{query}"


def missing(connector: Connector, settings: Settings) -> str:
    """Return what a source still needs to be asked, in words; "" if nothing."""
    if not settings.base(connector):
        return (
            f"{connector.name} has no fixed address. Set base and file under "
            f"[{connector.name}] in the file that CHILDWAYS_FETCH names."
        )
    if connector.key and not settings.secrets(connector):
        return f"{connector.name} needs a key: set {connector.key}. {connector.key_advice}"
    return ""


def planned(connector: Connector, settings: Settings, today: date) -> list[str]:
    """Return the addresses that fetching would begin with, one for each chain of pages."""
    base = settings.base(connector)
    options = settings.options(connector, today.year)
    return [address(base, ask) for ask in connector.plan(options)]


def fetch(
    connector: Connector,
    settings: Settings,
    client: Client,
    root: Path,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress = lambda _source, _done, _total, _bytes: None,
) -> Outcome:
    """Fetch one source. Nothing is taken in: a new snapshot waits (``drafts.take``).

    Never raises for what a service does: that is an outcome, with words.
    """
    name = connector.name
    lacking = missing(connector, settings)
    if lacking:
        return Outcome(source=name, state="skipped", words=lacking)
    try:
        with drafts.open_draft(root, _origin(connector, settings)) as draft:
            run = _Run(
                connector=connector, settings=settings, client=client, draft=draft,
                earlier=snapshots.newest(name, [root]), now=now, progress=progress,
                since=drafts.moment(now() - RESUME),
            )  # fmt: skip
            _ask_all(run)
            return _finish(run, root)
    except DataError as error:
        return Outcome(source=name, state="failed", words=str(error))
    except OSError as error:
        words = f"{root} can't be written ({error}). Make room, or give another folder by --into."
        return Outcome(source=name, state="failed", words=words)


def _origin(connector: Connector, settings: Settings) -> snapshots.Origin:
    """Say so where not the publisher itself was asked."""
    base = settings.base(connector)
    if not connector.base or base == connector.base:
        return connector.origin
    return replace(connector.origin, made="copy", copied_from=base)


def _ask_all(run: _Run) -> None:
    chains = run.connector.plan(run.settings.options(run.connector, run.now().year))
    run.pages = {ask.file: 1 for ask in chains}
    with ThreadPoolExecutor(run.client.patience.at_once) as workers:
        jobs = [workers.submit(_chain, run, ask) for ask in chains]
        try:
            for job in jobs:
                job.result()
        except BaseException:
            run.stop.set()
            workers.shutdown(wait=False, cancel_futures=True)
            raise


def _chain(run: _Run, first: Ask) -> None:
    """Ask one page after the other, until the service says that it was the last."""
    ask: Ask | None = first
    seen: dict[str, str] = {}
    while ask is not None and not run.stop.is_set():
        url = address(run.settings.base(run.connector), ask)
        answer = run.draft.whole(ask.file, url, since=run.since)
        if answer is None:
            answer, content = _receive(run, ask, url)
        else:
            content = run.draft.content(ask.file)
            with run.lock:
                run.kept += 1
        if content and answer.sha256 in seen:
            raise FetchError(
                run.service, url, f"the answer is the same as that of {seen[answer.sha256]}",
                f"The service may not know how to page. {LATER}.",
            )  # fmt: skip
        seen[answer.sha256] = ask.file
        if len(seen) > run.client.patience.most_pages:
            raise FetchError(
                run.service, url, f"found no end after {len(seen) - 1} pages",
                "Nothing was taken in. Ask for fewer years, or set patience.most_pages higher.",
            )  # fmt: skip
        step = _after(run, ask, url, content)
        _keep(run, answer, content, first.file, max(step.pages, len(seen)))
        ask = step.then


def _receive(run: _Run, ask: Ask, url: str) -> tuple[Answer, bytes]:
    """Ask for one page; one that is unchanged since the last snapshot is copied from there."""
    earlier = _earlier(run, ask, url)
    got = run.client.get(
        run.service, url, ask, secrets=run.settings.secrets(run.connector),
        etag=earlier.etag if earlier else "",
        last_modified=earlier.last_modified if earlier else "",
    )  # fmt: skip
    query = {"asked": url}
    if got.content is None and earlier is not None and run.earlier is not None:
        content = run.earlier.read(earlier.file)
        query["unchanged_since"] = earlier.query.get("unchanged_since", earlier.retrieved)
        got = replace(
            got, media_type=earlier.media_type, etag=earlier.etag,
            last_modified=earlier.last_modified,
        )  # fmt: skip
    else:
        content = got.content or b""
    for secret in run.settings.secrets(run.connector).values():
        if secret.encode() in content:  # a link to the next page can carry it
            content = content.replace(secret.encode(), b"***")
            query["redacted"] = "our key was taken out of the answer"
    answer = Answer(
        file=ask.file, url=got.url, retrieved=drafts.moment(run.now()), query=query,
        media_type=got.media_type, etag=got.etag, last_modified=got.last_modified,
        sha256=sha256(content).hexdigest(), bytes=len(content),
    )  # fmt: skip
    with run.lock:
        run.asked += 1
    return answer, content


def _earlier(run: _Run, ask: Ask, url: str) -> Answer | None:
    for answer in run.earlier.answers if run.earlier else ():
        if answer.file == ask.file and answer.query.get("asked") == url:
            return answer
    return None


def _after(run: _Run, ask: Ask, url: str, content: bytes) -> Step:
    try:
        return run.connector.after(ask, content)
    except UNEXPECTED as error:
        found = str(error) if isinstance(error, DataError) else f"the shape changed ({error!r})"
        raise FetchError(
            run.service, url, found,
            "Nothing was taken in. Open the address in a browser; if the service has changed, "
            f"geodata/connectors/{run.connector.name}.py must follow.",
        ) from error  # fmt: skip


def _keep(run: _Run, answer: Answer, content: bytes, chain: str, pages: int) -> None:
    run.draft.put(answer, content)
    with run.lock:
        run.files.append(answer.file)
        run.bytes += len(content)
        run.pages[chain] = pages
        done, total, size = len(run.files), sum(run.pages.values()), run.bytes
    run.progress(run.connector.name, done, total, size)


def _finish(run: _Run, root: Path) -> Outcome:
    """Read the whole draft, compare it with what we have, check it, and let it wait."""
    name, draft = run.connector.name, run.draft
    draft.keep_only(run.files)
    fresh = snapshots.read(draft.folder)
    ended = partial(Outcome, source=name, asked=run.asked, kept=run.kept, bytes=run.bytes)
    if run.earlier and run.earlier.sha256 == fresh.sha256:
        draft.discard()
        words = f"the same as {run.earlier.id}"
        return ended(state="unchanged", words=words)
    try:
        tidy = read_snapshot(fresh)
    except DataError as error:
        kept = draft.refuse()
        words = f"{error} The answer is kept in {kept}, to look at; nothing was taken in."
        return ended(state="failed", words=words)
    if not tidy.values:
        words = (
            f"{run.service} answered without any figure. The answer is kept in {draft.refuse()}."
        )
        return ended(state="failed", words=words)
    changes = compare(_tidy_of_last(name, root), tidy)
    checked = check(tidy.observations, tidy.flows, tidy.incidents)
    return ended(state="new", snapshot=draft.set_waiting(), changes=changes, checked=checked)


def _tidy_of_last(name: str, root: Path) -> Tidy | None:
    """Return the last snapshot as tables: our own, else the bundled one, if it can be read."""
    last = snapshots.newest(name, [root]) or snapshots.newest(name)
    try:
        return read_snapshot(last) if last else None
    except DataError:
        return None
