"""The real atlas, loaded once, and the app on it."""

import asyncio

import httpx
import pytest

from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data


class Client:
    """Asks the app without a network."""

    def __init__(self, app):
        self.transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def ask(self, method, path, **more):
        async def send():
            base = "http://childways.test"
            async with httpx.AsyncClient(transport=self.transport, base_url=base) as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())


def pytest_collection_modifyitems(items):
    """Put the browser tests last: Playwright keeps an event loop in this thread to the end."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def data():
    return Data.load()


@pytest.fixture(scope="session")
def app(data):
    return create_app(Config(access_log=False), data)


@pytest.fixture(scope="session")
def client_of():
    """What makes a client of an app."""
    return Client


@pytest.fixture(scope="session")
def client(app):
    return Client(app)
