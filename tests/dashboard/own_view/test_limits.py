"""What one reader can hold, and what she is told where there is no room for more."""

import errno
import os
from pathlib import Path

import httpx
import pytest

from dashboard.own_view.keep import Keep, NotKeptError
from dashboard.own_view.sessions import (
    SPARED,
    FullError,
    OwnSessions,
    Terms,
    TooManyHereError,
    checked,
    joined,
)
from tests.dashboard.own_view.readers import HERE, NAME, SECRETS, reader_of, see, tables

ONE, OTHER = "192.0.2.1", "192.0.2.2"


@pytest.fixture(scope="module")
def hers():
    own, _ = checked(tables(), NAME)
    return own, joined(own), tables()


@pytest.fixture
def sessions_of(data):
    def made(keep=None, clock=lambda: 0.0, most=8):
        terms = Terms(most=most, most_each=2, idle_seconds=3600, keep=keep, clock=clock)
        return OwnSessions(data, lambda of: of, terms)

    return made


@pytest.mark.parametrize("is_kept", [False, True])
def test_one_address_can_not_take_the_places_of_others(sessions_of, hers, tmp_path, is_kept):
    sessions = sessions_of(Keep(tmp_path) if is_kept else None)
    first, _ = (sessions.add(*hers, address=ONE) for _ in range(2))
    with pytest.raises(TooManyHereError):
        sessions.add(*hers, address=ONE)
    assert sessions.find(sessions.add(*hers, address=OTHER)) is not None
    anew = sessions.add(*hers, before=first, address=ONE)  # her own needs no place more
    sessions.forget(anew)
    assert sessions.find(sessions.add(*hers, address=ONE)) is not None


def test_who_has_not_looked_for_long_gives_way_to_her_own_address_first(sessions_of, hers):
    now = [0.0]
    sessions = sessions_of(clock=lambda: now[0], most=3)
    elsewhere = sessions.add(*hers, address=OTHER)
    older, newer = (sessions.add(*hers, address=ONE) for _ in range(2))
    now[0] = SPARED + 1
    sessions.find(newer)
    third = sessions.add(*hers, address=ONE)
    assert sessions.find(older) is None
    assert all(sessions.find(token) for token in (elsewhere, newer, third))
    with pytest.raises(FullError):  # the house is full for all now
        sessions.add(*hers, address="192.0.2.3")


def test_processes_count_together_and_none_writes_the_address_down(sessions_of, hers, tmp_path):
    one, other = (sessions_of(Keep(tmp_path)) for _ in range(2))
    one.add(*hers, address=ONE)
    other.add(*hers, address=ONE)
    with pytest.raises(TooManyHereError):
        one.add(*hers, address=ONE)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert ONE.encode() not in written


def full(*_asked, **_more):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def half(path, content):
    with path.open("wb") as file:
        file.write(content[: len(content) // 2])
    full()


@pytest.mark.parametrize(
    ("step", "fails"),
    [("tempfile.mkdtemp", full), ("pathlib.Path.write_bytes", half),
     ("pathlib.Path.write_text", full), ("pathlib.Path.rename", full)],
)  # fmt: skip
def test_on_a_full_disk_nothing_half_written_stays_and_her_earlier_ones_do(
    sessions_of, hers, tmp_path, monkeypatch, step, fails
):
    sessions = sessions_of(Keep(tmp_path))
    before = sessions.add(*hers, address=ONE)
    there = {*tmp_path.rglob("*")}
    with monkeypatch.context() as patch:
        patch.setattr(step, fails)
        with pytest.raises(NotKeptError, match="space"):
            sessions.add(*hers, before=before, address=ONE)
    assert {*tmp_path.rglob("*")} == there
    assert len(sessions) == 1
    assert sessions.find(before) is not None
    assert sessions.find(sessions.add(*hers, address=ONE)) is not None  # and takes up no place


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("limits")


@pytest.fixture(scope="module")
def at(make_client, client_of, kept):
    """What makes a client of one app, asking from an address."""
    app = make_client(own_views=8, own_views_each=1, own_keep=str(kept)).transport.app

    def asking(address):
        made = client_of(app)
        made.transport = httpx.ASGITransport(
            app, raise_app_exceptions=False, client=(address, 50000)
        )
        return made

    return asking


def test_a_reader_is_told_that_her_address_has_no_more_and_what_to_do(at):
    client = at("2001:db8:0:1::1")
    mine = reader_of(client, see(client, tables()))
    answer = see(at("2001:db8:0:1::2"), tables(), "Second")  # the same network of one client
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == str(SPARED)
    assert "set-cookie" not in answer.headers
    for words in ("from your network address", "Forget them", "5 minutes", "Nothing was kept"):
        assert words in answer.text
    assert see(at("2001:db8:0:2::1"), tables(), "Elsewhere").status_code == 303
    assert f"4 values of {NAME}" in mine.get("/methods").text
    mine.ask("POST", "/own/forget", headers=HERE)
    assert see(client, tables(), "Second").status_code == 303


def test_a_full_disk_is_said_in_words_and_to_the_operator_without_hers(
    at, kept, monkeypatch, caplog
):
    before = {*kept.rglob("*")}
    monkeypatch.setattr(Path, "write_bytes", half)
    answer = see(at("198.51.100.7"), tables())
    assert answer.status_code == 503
    assert "its disk is full or can’t be written" in answer.text
    assert "Nothing was kept" in answer.text
    assert "set-cookie" not in answer.headers
    assert {*kept.rglob("*")} == before
    assert os.strerror(errno.ENOSPC) in caplog.text
    assert not any(word in caplog.text for word in SECRETS)
