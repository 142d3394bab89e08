"""Atlases with own facts, each for one reader: few, in memory, and forgotten in time."""

from __future__ import annotations

import gc
import hashlib
import secrets
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import fastapi.dependencies.models
from starlette.types import ASGIApp

from dashboard.data import Data
from dashboard.own_view.keep import Keep, Looked
from geodata.build.own import Joined, join
from geodata.build.tables import tables_of
from geodata.check import Curated, read_curated
from geodata.errors import Fault
from geodata.own import LIMITS, Limits, OwnFacts, own_facts
from routes.own_atlas import with_own

A_MINUTE = 60
SPARED = 300  # seconds: whoever looked within them is not forgotten for somebody else
MOST_BODY = 1_000_000  # bytes of a reader's tables
LIMITS_HERE = Limits(
    files=15, bytes_of_file=MOST_BODY, bytes_unpacked=10_000_000, marks=400_000, rows=5_000
)
assert LIMITS.rows > LIMITS_HERE.rows


class FullError(RuntimeError):
    """As many readers look at the atlas with own facts as this server has room for."""


class TooManyHereError(RuntimeError):
    """As many readers of one address look at it as one address may have."""


@lru_cache(maxsize=1)
def tables_here() -> Curated:
    """Return the atlas's own tables, read once.

    A server reads them when it starts, as they are compared with its build then: what somebody
    changes on the disk later would show her changes that are not hers.
    """
    return read_curated()[0]


@lru_cache(maxsize=1)
def alone() -> Joined:
    """Return the atlas's own tables without anybody's, made once."""
    return join(tables_here())


def checked(files: Mapping[str, bytes], name: str) -> tuple[OwnFacts, list[Fault]]:
    """Return what could be read of a reader's tables, and every fault in them."""
    return own_facts(files, name, base=alone().curated, limits=LIMITS_HERE)


def joined(own: OwnFacts) -> Joined:
    """Return the atlas's tables with a reader's."""
    return join(alone().curated, own, alone=alone())


@dataclass(frozen=True, slots=True)
class Shown:
    """The atlas as one reader sees it."""

    data: Data
    app: ASGIApp


@dataclass(slots=True)
class _Held:
    shown: Shown
    looked_at: float
    by: str  # what the address counts as from which it came; "" where a folder says it


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How many readers at once, how long, and where their tables are kept, if anywhere.

    Attributes:
        most_each: how many of them from one address; 0 is as many as there is room for.
    """

    most: int
    idle_seconds: float
    most_each: int = 0
    keep: Keep | None = None
    clock: Callable[[], float] = field(default=time.monotonic)


class OwnSessions:
    """Every atlas with own facts of one process. Thread-safe.

    A reader is known by a token that only her browser has; here it is held as a digest. With a
    folder to keep tables in, an atlas that is not in memory is made again from it.
    """

    def __init__(self, base: Data, make: Callable[[Data], ASGIApp], terms: Terms) -> None:
        """Take the atlas without own facts, and what makes an app of data."""
        self._base, self._make, self._terms = base, make, terms
        self._held: OrderedDict[str, _Held] = OrderedDict()  # the one looked at last comes last
        self._making: list[str] = []  # from which addresses
        self._has_dropped = False  # since memory was last freed
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._timer: threading.Timer | None = None
        if terms.keep:
            terms.keep.sweep(terms.idle_seconds)
            self._watch()  # what lies there is swept although no reader comes

    def __len__(self) -> int:
        return len(self._held)

    def add(
        self,
        own: OwnFacts,
        with_hers: Joined,
        files: Mapping[str, bytes],
        before: str = "",
        address: str = "",
    ) -> str:
        """Make the atlas with a reader's facts; return the token that opens it.

        Args:
            before: the token of the one that it takes the place of, which needs no room of its own.
            address: the client's, see ``dashboard.api.limit.bucket_of``.

        Raises:
            TooManyHereError: her address has as many as one may have.
            FullError: there is no room just now.
            NotKeptError: the folder to keep tables in can't be written now.
        """
        token, by = secrets.token_urlsafe(32), _counted_as(address)
        with self._lock:
            self._make_room(_key(before), by)
            self._making.append(by)
        try:
            shown = self._shown(own, with_hers)
            if self._terms.keep:
                self._terms.keep.put(_key(token), files, own.name, by)
            if before:
                self.forget(before)
            self._hold(_key(token), shown, by)
        finally:
            with self._lock:
                self._making.remove(by)
        return token

    def find(self, token: str) -> Shown | None:
        """Return a reader's atlas, and count it as looked at; None when it is forgotten."""
        key = _key(token)
        found = self._in_memory(key)
        if found is None and self._terms.keep:
            with self._opening:  # ten files of one page open it once
                found = self._in_memory(key) or self._again(key, self._terms.keep)
        return found

    def forget(self, token: str) -> None:
        """Forget a reader's facts, wherever they are."""
        key = _key(token)
        with self._lock:
            self._drop(key)
        if self._terms.keep:
            self._terms.keep.remove(key)
        self._free()

    def sweep(self) -> None:
        """Forget what nobody has looked at for long enough, or another process has forgotten."""
        keep = self._terms.keep
        if keep:
            keep.sweep(self._terms.idle_seconds)
        with self._lock:
            self._drop_idle()
            for key in [key for key in self._held if keep and key not in keep]:
                self._drop(key)
        self._free()

    def _drop(self, key: str) -> None:
        if self._held.pop(key, None) is not None:
            self._has_dropped = True

    def _free(self) -> None:
        """Free what was dropped; without any, a made-up cookie would cost all readers' time."""
        with self._lock:
            has_dropped, self._has_dropped = self._has_dropped, False
        if has_dropped:
            _let_go()

    def _in_memory(self, key: str) -> Shown | None:
        keep, idle_seconds = self._terms.keep, self._terms.idle_seconds
        is_kept = keep is None or keep.touch(key, idle_seconds)
        with self._lock:
            if not is_kept:  # forgotten by another process
                self._drop(key)
            self._drop_idle()
            held = self._held.get(key)
            if held is None:
                return None
            held.looked_at = self._terms.clock()
            self._held.move_to_end(key)
            return held.shown

    def _again(self, key: str, keep: Keep) -> Shown | None:
        kept = keep.get(key)
        if kept is None:
            return None
        files, name = kept
        own, faults = checked(files, name)
        if faults:  # the atlas has changed since, and they no longer fit
            keep.remove(key)
            return None
        shown = self._shown(own, joined(own))
        self._hold(key, shown, "")
        return shown

    def _shown(self, own: OwnFacts, with_hers: Joined) -> Shown:
        tables = tables_of(with_hers)
        atlas = with_own(self._base.atlas, tables, own, count=with_hers.count)
        data = Data(atlas)
        data.origin, data.own_offer = self._base.origin, self._base.own_offer
        data.questions, data.counts = self._base.questions, self._base.counts
        return Shown(data, self._make(data))

    def _hold(self, key: str, shown: Shown, by: str) -> None:
        with self._lock:
            self._held[key] = _Held(shown, self._terms.clock(), by)
            while len(self._held) > self._terms.most:  # with a folder, they can be opened again
                self._drop(next(iter(self._held)))
            self._watch()

    def _make_room(self, replaced: str, by: str) -> None:
        """Make room for one more, of its address and at all; ``replaced`` is about to go."""
        self._drop_idle()
        most_each = self._terms.most_each
        theirs = [one for one in self._looked(replaced) if one.by == by]
        if most_each and len(theirs) + self._making.count(by) >= most_each:
            self._give_way(theirs, TooManyHereError())
        found = self._looked(replaced)
        if len(found) + len(self._making) >= self._terms.most:
            self._give_way(found, FullError())

    def _give_way(self, looked: list[Looked], refusal: RuntimeError) -> None:
        """Forget whoever has not looked for longest; raise the refusal when all just did."""
        if not looked or looked[0].seconds < SPARED:
            raise refusal
        self._drop(looked[0].key)
        if self._terms.keep:
            self._terms.keep.remove(looked[0].key)

    def _looked(self, but: str) -> list[Looked]:
        """Return when each reader but one looked; who has not for longest comes first."""
        if self._terms.keep:  # those of other processes, too
            found = self._terms.keep.looked()
        else:
            now = self._terms.clock()
            found = [Looked(now - one.looked_at, key, one.by) for key, one in self._held.items()]
        return [one for one in found if one.key != but]

    def _drop_idle(self) -> None:
        since = self._terms.clock() - self._terms.idle_seconds
        while self._held and next(iter(self._held.values())).looked_at < since:
            self._drop(next(iter(self._held)))

    def _watch(self) -> None:
        """Look again when the next could be idle: no reader need come for it."""
        if self._timer is None and (self._held or self._terms.keep):
            after = self._terms.idle_seconds / 2 + 1
            if self._terms.keep:  # what another process forgets is soon nowhere
                after = min(after, A_MINUTE)
            self._timer = threading.Timer(after, _watched, (weakref.ref(self),))
            self._timer.daemon = True
            self._timer.start()

    def watched(self) -> None:
        """Sweep, and go on watching: what the timer does."""
        try:
            self.sweep()
        finally:  # a sweep that failed is not the last one
            with self._lock:
                self._timer = None
                self._watch()


def _watched(sessions: weakref.ref[OwnSessions]) -> None:
    found = sessions()
    if found is not None:
        found.watched()


def _let_go() -> None:
    """Free what was forgotten now, and not some time."""
    # FastAPI remembers of the last functions that it called what kind they are, and so holds them.
    for remembered in vars(fastapi.dependencies.models).values():
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()
    gc.collect()  # caches and what they are of hold each other


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _counted_as(address: str) -> str:
    """Return what an address counts as: enough to count it, too little to know it by."""
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:4]
