"""The app, and a reader who looks at it with own facts."""

import copy

import pytest

from dashboard.app import create_app
from dashboard.config import Config
from tests.dashboard.own_view.readers import reader_of, see, tables


@pytest.fixture(scope="session")
def make_client(data, client_of):
    """What makes a client of an app with some settings."""

    def made(**settings):
        # Apps write their settings onto the data: each gets its own.
        mine = copy.copy(data)
        # All tests ask from one address.
        settings = {"own_views_each": 0, **settings}
        return client_of(create_app(Config(access_log=False, pictures=0, **settings), mine))

    return made


@pytest.fixture(scope="session")
def open_client(make_client):
    return make_client()


@pytest.fixture(scope="session")
def reader(open_client):
    return reader_of(open_client, see(open_client, tables()))
