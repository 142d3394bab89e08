"""The one HTTP client: patient, polite, wary of what it is sent. Only this goes online."""

from __future__ import annotations

import random
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, Protocol

import httpx
import tenacity

from geodata.connectors.asking import AnswerError, Ask, FetchError, Form, text_of

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MEDIA = {
    "json": ("json",),
    "csv": ("csv", "text/plain", "application/octet-stream", "application/vnd.ms-excel"),
}
LATER = "Nothing was taken in. Run the same command again: what is whole is not asked for again"


class Clock(Protocol):
    """Time, so that tests need not wait."""

    def now(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class RealClock:
    """The machine's clock; ``stop`` ends every sleep at once."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        if self.stopped.wait(seconds):
            raise KeyboardInterrupt

    def stop(self) -> None:
        self.stopped.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, how often to try, how much to take. Seconds and bytes.

    Attributes:
        silence: longest wait for a connection or for the next bytes.
        whole: longest time for one answer.
        attempts: how often one request is tried.
        first_wait: wait before the second try; doubles each time, with jitter.
        longest_wait: most that is waited, also if the service asks for more by ``Retry-After``.
        pace: least time between two requests to one host.
        at_once: requests to one host at the same time.
        most_bytes: largest answer, after decompression.
        redirects: most redirects followed.
        most_pages: most pages of one chain.
    """

    silence: float = 30
    whole: float = 300
    attempts: int = 5
    first_wait: float = 2
    longest_wait: float = 120
    pace: float = 0.5
    at_once: int = 2
    most_bytes: int = 200_000_000
    redirects: int = 5
    most_pages: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An answer. ``content`` is None when it is unchanged since the one we have."""

    content: bytes | None
    url: str
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""


class _TransientError(Exception):
    """A failure that may pass. ``after`` is what the service asked us to wait, in seconds."""

    def __init__(self, found: str, after: float | None = None) -> None:
        super().__init__(found)
        self.after = after


@dataclass
class _Host:
    gate: threading.BoundedSemaphore
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0


class Client:
    """Fetches answers. Safe to use from several threads."""

    def __init__(
        self,
        patience: Patience | None = None,
        *,
        contact: str = "",
        clock: Clock | None = None,
        rand: random.Random | None = None,
    ) -> None:
        self.patience = patience or Patience()
        self.clock = clock or RealClock()
        self.random = rand or random.Random()
        self._hosts: dict[str, _Host] = defaultdict(
            lambda: _Host(threading.BoundedSemaphore(self.patience.at_once))
        )
        self._lock = threading.Lock()
        who = f" (+{contact})" if contact else ""
        self._http = httpx.Client(
            headers={
                "User-Agent": f"childways/{version('childways')}{who}",
                "Accept-Encoding": "gzip, identity;q=0.5",
            },
            timeout=self.patience.silence,
            follow_redirects=False,
        )

    def close(self) -> None:
        self._http.close()

    def get(
        self,
        service: str,
        url: str,
        ask: Ask,
        *,
        secrets: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
    ) -> Received:
        """Ask once, and again if need be.

        Args:
            secrets: headers or parameters with a key; never stored, never sent to another host.
            etag, last_modified: of the answer we have; an unchanged one is not sent again.

        Raises:
            FetchError: names service, address, what was wrong and what to do.
        """
        headers = {"Accept": "application/json" if ask.form == "json" else "text/csv, */*;q=0.5"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_TransientError),
            stop=tenacity.stop_after_attempt(self.patience.attempts),
            wait=self._wait,
            sleep=self.clock.sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, url, ask, headers, secrets or {})
        except _TransientError as error:
            found = f"{error} (tried {self.patience.attempts} times)"
            if error.after is not None and error.after > self.patience.longest_wait:
                found = f"{error}, and asked us to wait {error.after:.0f} seconds"
            raise FetchError(service, url, found, f"The service may be down. {LATER}.") from error
        except AnswerError as error:
            advice = (
                "Nothing was taken in. Open the address in a browser: the service may have moved, "
                "changed, or be under repair"
            )
            raise FetchError(service, url, str(error), f"{advice}.") from error

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Return seconds: what the service asked for, or twice the last wait, with jitter."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _TransientError) and error.after is not None:
            if error.after > self.patience.longest_wait:
                raise error
            return error.after
        most = min(
            self.patience.longest_wait,
            self.patience.first_wait * 2 ** (state.attempt_number - 1),
        )
        return self.random.uniform(most / 2, most)

    def _once(
        self, url: str, ask: Ask, headers: Mapping[str, str], secrets: Mapping[str, str]
    ) -> Received:
        begun = self.clock.now()
        here, seen = httpx.URL(url), [url]
        while True:
            sent, full = dict(headers), here
            if here.host == httpx.URL(url).host:  # a key goes to the host it is for, and no other
                sent |= {n[7:]: v for n, v in secrets.items() if n.startswith("header:")}
                given = {n[6:]: v for n, v in secrets.items() if n.startswith("query:")}
                full = here.copy_merge_params(given) if given else here
            with self._polite(here.host), self._stream(full, sent) as response:
                to = response.headers.get("location", "")
                if response.status_code in REDIRECTS and to:
                    here = self._follow(here, to, seen)
                    continue
                return self._read(response, str(here), ask, begun)

    def _follow(self, here: httpx.URL, to: str, seen: list[str]) -> httpx.URL:
        then = here.join(to)
        if then.scheme not in ("http", "https") or (here.scheme, then.scheme) == ("https", "http"):
            raise AnswerError(f"found a redirect from {here.scheme} to {then.scheme}")
        if str(then) in seen:
            raise AnswerError(f"found redirects in a circle: {' -> '.join([*seen, str(then)][:4])}")
        seen.append(str(then))
        if len(seen) > self.patience.redirects + 1:
            raise AnswerError(f"found more than {self.patience.redirects} redirects")
        return then

    @contextmanager
    def _stream(self, url: httpx.URL, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        try:
            with self._http.stream("GET", url, headers=dict(headers)) as response:
                yield response
        except httpx.TimeoutException as error:
            raise _TransientError(f"heard nothing for {self.patience.silence:g} seconds") from error
        except httpx.TransportError as error:
            raise _TransientError(f"the connection failed or was cut off ({error})") from error

    @contextmanager
    def _polite(self, name: str) -> Iterator[None]:
        with self._lock:
            host = self._hosts[name]
        with host.gate:
            with host.lock:
                wait = host.next_at - self.clock.now()
                host.next_at = max(host.next_at, self.clock.now()) + self.patience.pace
            if wait > 0:
                self.clock.sleep(wait)
            yield

    def _read(self, response: httpx.Response, url: str, ask: Ask, begun: float) -> Received:
        status = response.status_code
        if status == httpx.codes.NOT_MODIFIED:
            return Received(content=None, url=url)
        if status in AGAIN:
            asked = _seconds(response.headers.get("retry-after", ""))
            raise _TransientError(f"answered {status} {response.reason_phrase}".rstrip(), asked)
        if status == ask.empty and status:
            return Received(content=b"", url=url, media_type="")
        if status != httpx.codes.OK:
            raise AnswerError(f"answered {status} {response.reason_phrase}".rstrip())
        media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        content = self._body(response, begun)
        _check_form(media, content, ask.form)
        return Received(
            content=content,
            url=url,
            media_type=media,
            etag=response.headers.get("etag", ""),
            last_modified=response.headers.get("last-modified", ""),
        )

    def _body(self, response: httpx.Response, begun: float) -> bytes:
        """Read and decompress, and stop at the limit before memory is full."""
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip", ""):
            raise AnswerError(f"found the content encoding {coding!r}, which we did not ask for")
        unzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in coding else None
        most, parts, size = self.patience.most_bytes, [], 0
        for raw in response.iter_raw():
            try:
                part = unzip.decompress(raw, most + 1 - size) if unzip else raw
            except zlib.error as error:
                raise AnswerError(f"found compressed data that can't be read ({error})") from error
            parts.append(part)
            size += len(part)
            if size > most:
                raise AnswerError(f"found more than {most:,} bytes after decompression")
            if self.clock.now() - begun > self.patience.whole:
                raise _TransientError(
                    f"the answer was not whole after {self.patience.whole:g} seconds"
                )
        if unzip and not unzip.eof:
            raise _TransientError("the compressed answer was cut off")
        return b"".join(parts)


def _check_form(media: str, content: bytes, form: Form) -> None:
    wanted: tuple[str, ...] = MEDIA[form]
    if media and not any(word in media for word in wanted):
        start = content[:60].decode("utf-8", "replace").strip()
        raise AnswerError(f"found {media} in place of {form.upper()}; it begins {start!r}")
    text_of(content)


def _seconds(written: str) -> float | None:
    """Read a ``Retry-After``: seconds or a date."""
    if written.strip().isdigit():
        return float(written)
    try:
        then: Any = parsedate_to_datetime(written)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, float((then - datetime.now(UTC)).total_seconds()))
