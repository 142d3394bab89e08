"""A real HTTP server on this machine that plays publishers, and can misbehave."""

import gzip
import json
import threading
import time
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from geodata.connectors import CONNECTORS
from geodata.connectors.http import Client, Patience
from geodata.connectors.settings import Settings

ANSWERS = Path(__file__).parents[2] / "data" / "connectors"
# Little is taken, but an answer may be slow to come: a busy machine is slow, not wrong.
IMPATIENT = Patience(
    silence=120, whole=300, attempts=3, first_wait=2, longest_wait=400, pace=0,
    most_bytes=2_000_000, redirects=3, most_pages=20,
)  # fmt: skip
AT_LAST = 300  # seconds, after which a test that hangs fails


@dataclass
class Reply:
    """One answer of the server."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    media: str = "application/json"
    encoding: str = ""
    cut_at: int | None = None  # bytes sent before the connection is cut
    drip: bool = False  # one byte at a time, for ever
    hang: bool = False  # nothing, until the server stops


class Clock:
    """Time that passes when one sleeps. Real time passes, too, unless the clock stands still."""

    def __init__(self, real=time.monotonic):
        self.real = real
        self.slept = []
        self.passed = 0.0
        self.lock = threading.Lock()

    def now(self):
        with self.lock:
            return self.real() + self.passed

    def sleep(self, seconds):
        with self.lock:
            self.slept.append(seconds)
            self.passed += seconds


class Server(ThreadingHTTPServer):
    """One that says nothing when a client goes away: here clients are killed."""

    def handle_error(self, request, client_address):
        pass


class Publisher:
    """The server: ``play`` says what it answers, ``asked`` what it was asked."""

    def __init__(self):
        self.asked = []
        self.headers = []
        self.at_once = self.most_at_once = 0
        self.plays = {}
        self.lock = threading.Lock()
        self.came = threading.Condition(self.lock)
        self.stop = threading.Event()
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                publisher.answer(self)

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.base = f"http://127.0.0.1:{self.server.server_port}/"

    def play(self, path, *replies):
        """Answer requests whose path begins so: with each reply in turn, then with the last.

        A reply can be a function of the query.
        """
        self.plays[path] = list(replies)

    @staticmethod
    def reply(body=b"", status=200, **more):
        return Reply(body, status, **more)

    @staticmethod
    def json(value, status=200, **more):
        return Reply(json.dumps(value).encode(), status, **more)

    @staticmethod
    def recorded(name, **more):
        """Return a synthetic answer from tests/data."""
        media = "text/csv" if name.endswith(".csv") else "application/json"
        return Reply((ANSWERS / name).read_bytes(), media=media, **more)

    def has_been_asked(self, times):
        """Wait until it has been asked so often; whoever asked may have left already."""
        with self.came:
            self.came.wait_for(lambda: len(self.asked) >= times, AT_LAST)
            return len(self.asked) == times

    def paths(self):
        return [urlsplit(one).path for one in self.asked]

    def answer(self, handler):
        url = urlsplit(handler.path)
        with self.lock:
            self.asked.append(handler.path)
            self.headers.append(dict(handler.headers))
            self.came.notify_all()
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            replies = max(
                ((p, r) for p, r in self.plays.items() if url.path.startswith(p)),
                key=lambda one: len(one[0]), default=("", [Reply(b"no such path", 404)]),
            )[1]  # fmt: skip
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
        try:
            if callable(reply):
                query = {k: v[0] for k, v in parse_qs(url.query).items()}
                reply = reply(query, handler.headers)
            self.send(handler, reply)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True
        finally:
            with self.lock:
                self.at_once -= 1

    def send(self, handler, reply):
        if reply.hang:
            self.stop.wait(AT_LAST)
            handler.close_connection = True
            return
        body = gzip.compress(reply.body) if reply.encoding == "gzip" else reply.body
        handler.send_response(reply.status)
        handler.send_header("Content-Type", reply.media)
        if reply.encoding:
            handler.send_header("Content-Encoding", reply.encoding)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if not reply.drip:
            handler.send_header("Content-Length", str(len(body)))
        else:
            handler.send_header("Connection", "close")
        handler.end_headers()
        if reply.drip:
            while not self.stop.wait(0.02):
                handler.wfile.write(b" ")
                handler.wfile.flush()
        elif reply.status != 304:
            handler.wfile.write(body[: reply.cut_at])
        if reply.cut_at is not None or reply.drip:
            handler.wfile.flush()
            handler.close_connection = True

    def close(self):
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def publisher():
    server = Publisher()
    yield server
    server.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def still_clock():
    """Time that passes when one sleeps, and only then."""
    return Clock(real=lambda: 0.0)


@pytest.fixture
def client_of(clock):
    """A client with some of its patience changed: ``client_of(silence=0.5)``."""
    made = []

    def make(**patience):
        patient = replace(IMPATIENT, **patience)
        made.append(Client(patient, contact="tests@example.test", clock=clock))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(client_of):
    return client_of()


@pytest.fixture
def settings(publisher):
    """Settings that send every connector to the server, one path a source."""

    def make(**options):
        of = {name: {"base": f"{publisher.base}{name}/"} for name in CONNECTORS}
        for name, more in options.items():
            of[name] |= more
        keys = {
            "CHILDWAYS_UCDP_TOKEN": "TOKEN-OF-A-TEST",
            "CHILDWAYS_IDMC_CLIENT_ID": "KEY-OF-A-TEST",
        }
        return Settings(patience=IMPATIENT, of=of, keys=keys)

    return make


@pytest.fixture(autouse=True)
def _no_bundled_snapshots(tmp_path, monkeypatch):
    """Fetch as if nothing had come with the project."""
    monkeypatch.setattr("geodata.snapshots.bundled_root", lambda: tmp_path / "bundled")
