"""The real atlas, loaded once, and the app on it."""

import asyncio
import copy
import threading
from types import SimpleNamespace

import httpx
import pytest
from hypothesis import HealthCheck, settings

from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data
from tests.serving import served

# A busy machine is slow, not wrong. The same examples each time: a run that fails, fails again.
# Others are looked for with --hypothesis-profile="other examples".
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("any machine", derandomize=True, **PATIENT)
settings.register_profile("other examples", **PATIENT)
settings.load_profile("any machine")


class Loop:
    """An event loop in a thread of its own: Playwright keeps one running in that of the tests."""

    def __init__(self):
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.loop = self.runner.get_loop()
        self.thread = threading.Thread(target=self.live, daemon=True)
        self.thread.start()

    def live(self):
        with self.runner:  # ends what still waits when the loop is stopped
            self.loop.run_forever()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


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
def data_and_app():
    """The data and the app on them, made together: an app tells its data where it stands."""
    data = Data.load()
    return SimpleNamespace(data=data, app=create_app(Config(access_log=False), data))


@pytest.fixture(scope="session")
def data(data_and_app):
    return data_and_app.data


@pytest.fixture(scope="session")
def app(data_and_app):
    return data_and_app.app


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


@pytest.fixture
def app_of_its_own(data):
    """What makes an app that nobody else asks, on a copy of the data as they then are.

    For all that changes data or code: the shared app keeps what it has painted. The app has what
    it was made on as ``app.state.data``.
    """

    def made(**settings):
        mine = copy.copy(data)
        app = create_app(Config(access_log=False, **settings), mine)
        app.state.data = mine
        return app

    return made


@pytest.fixture(scope="session")
def address(app):
    """Where the app is served."""
    with served(lambda _: app) as found:
        yield found
