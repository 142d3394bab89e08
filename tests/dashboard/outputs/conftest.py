"""One maker on the real atlas, without a browser."""

import pytest

from dashboard.config import Config
from dashboard.outputs.maker import Maker


@pytest.fixture
def config(tmp_path):
    store = tmp_path / "editions"
    store.mkdir()
    return Config(pictures=0, editions=str(store), origin="https://atlas.example.org")


@pytest.fixture
def maker(data, config):
    made = Maker(config, data=data)
    yield made
    made.close()


@pytest.fixture
def nowhere(data):
    """A maker that knows no site."""
    return Maker(Config(pictures=0), data=data)
