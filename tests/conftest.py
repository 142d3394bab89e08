"""The real atlas, loaded once, and the app on it."""

import asyncio
import socket
import threading

import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck, settings

from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data

# A busy machine is slow, not wrong. The same examples each time: a run that fails, fails again.
# Others are looked for with --hypothesis-profile="other examples".
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("any machine", derandomize=True, **PATIENT)
settings.register_profile("other examples", **PATIENT)
settings.load_profile("any machine")


class Loop:
    """An event loop in a thread of its own: Playwright keeps one running in that of the tests."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


class Client:
    """Asks the app without a network."""

    loop = None  # set once for all, by the fixture of this name

    def __init__(self, app):
        self.transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def ask(self, method, path, **more):
        async def send():
            base = "http://childways.test"
            async with httpx.AsyncClient(transport=self.transport, base_url=base) as client:
                return await client.request(method, path, **more)

        return self.loop.run(send())


def pytest_collection_modifyitems(items):
    """Put the long ones first, so that no process is left with one when the others are done."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.fixture(scope="session")
def data():
    return Data.load()


@pytest.fixture(scope="session")
def app(data):
    return create_app(Config(access_log=False), data)


@pytest.fixture(scope="session")
def loop():
    """Where a test runs what is asynchronous: ``loop.run(coroutine)``."""
    made = Loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def client_of(loop):
    """What makes a client of an app."""
    Client.loop = loop
    return Client


@pytest.fixture(scope="session")
def client(client_of, app):
    return client_of(app)


@pytest.fixture(scope="session")
def address(app):
    """Where the app is served, on a free port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    ready = threading.Event()
    began = server.startup

    async def startup(sockets=None):
        await began(sockets)
        ready.set()

    server.startup = startup
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(300)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(60)
    listener.close()
