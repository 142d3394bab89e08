"""Few readers at once, forgotten in time; kept on disk only where the operator said so."""

import copy
import os

import pytest

from dashboard.config import Config, ConfigError
from dashboard.own_check import Desk
from dashboard.own_view.keep import Keep
from dashboard.own_view.offer import Offer
from dashboard.own_view.sessions import SPARED, FullError, OwnSessions, Terms, checked, joined
from tests.dashboard.own_view.readers import HERE, NAME, SECRETS, reader_of, see, tables

IDLE = 3600


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def hers():
    own, _ = checked(tables(), NAME)
    return own, joined(own), tables()


@pytest.fixture
def clock():
    return Clock()


def sessions_of(data, clock, most=2, keep=None):
    return OwnSessions(
        data, lambda of: of, Terms(most=most, idle_seconds=IDLE, keep=keep, clock=clock)
    )


def test_what_nobody_looks_at_is_forgotten_and_a_look_counts(data, hers, clock):
    sessions = sessions_of(data, clock)
    first, second = sessions.add(*hers), sessions.add(*hers)
    clock.now = IDLE - 1
    assert sessions.find(first) is not None
    clock.now = IDLE + 1
    sessions.sweep()  # what the timer does, when no reader comes
    assert len(sessions) == 1
    assert sessions.find(second) is None
    assert sessions.find(first) is not None


def test_when_it_is_full_others_wait_until_one_has_not_been_looked_at_for_a_while(
    data, hers, clock
):
    sessions = sessions_of(data, clock)
    first, second = sessions.add(*hers), sessions.add(*hers)
    with pytest.raises(FullError):
        sessions.add(*hers)
    clock.now = SPARED + 1
    sessions.find(first)
    third = sessions.add(*hers)
    assert sessions.find(second) is None
    assert sessions.find(first) is not None
    assert sessions.find(third) is not None
    assert len(sessions) == 2


def test_a_token_is_of_no_use_once_forgotten_and_none_is_like_another(data, hers, clock):
    sessions = sessions_of(data, clock)
    first, second = sessions.add(*hers), sessions.add(*hers)
    assert first != second
    assert len(first) >= 40
    sessions.forget(first)
    assert sessions.find(first) is None
    assert sessions.find(second) is not None
    assert first not in str(vars(sessions))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("own") / "kept"


@pytest.fixture(scope="module")
def small(make_client, kept):
    """Another process, for one reader, whose operator set a folder."""
    return make_client(own_views=1, own_keep=str(kept), workers=2, own_minutes=5)


def test_a_reader_is_told_that_there_is_no_room_and_where_tables_are_kept(small, kept):
    page = small.get("/own").text
    assert "in a folder of this server" in page
    assert "5 minutes pass without a look" in page
    mine = reader_of(small, see(small, tables()))
    stored = b"".join(p.read_bytes() for p in kept.rglob("*") if p.is_file())
    assert SECRETS[2].encode() in stored
    answer = see(small, tables(), "Second")
    assert answer.status_code == 503
    assert "Try again in some minutes" in answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["retry-after"] == "300"
    assert f"4 values of {NAME}" in mine.get("/methods").text
    assert mine.ask("POST", "/own/forget", headers=HERE).headers["location"] == "/own#forgotten"
    assert list(kept.iterdir()) == []
    assert see(small, tables(), "Second").status_code == 303


def test_when_they_are_forgotten_the_atlas_is_not_put_in_their_place_in_silence(open_client, small):
    mine = reader_of(open_client, see(open_client, tables()))
    mine.client = small  # as if started anew
    page = mine.get("/country/LBY?year=2024", accept="text/html")
    assert page.status_code == 410
    assert "Your own facts are no longer here" in page.text
    assert "set-cookie" not in page.headers  # another window is told, too
    assert mine.get("/api/v1/facts?iso3=LBY").json()["status"] == 410
    assert mine.get("/atlas.csv").status_code == 410
    assert mine.get("/own").status_code == 200
    assert mine.get("/embed/country/LBY").status_code == 200
    assert 'action="/own/forget?to=/country/LBY%3Fyear%3D2024"' in page.text
    on = mine.ask("POST", "/own/forget?to=/country/LBY%3Fyear%3D2024", headers=HERE)
    assert (on.status_code, on.headers["location"]) == (303, "/country/LBY?year=2024")
    assert 'childways-own=""' in on.headers["set-cookie"]


def test_tables_with_faults_and_without_values_open_nothing(open_client):
    bad = tables() | {"detention.csv": tables()["detention.csv"].replace(b"LBY", b"XXQ")}
    answer = see(open_client, bad)
    assert answer.status_code == 422
    assert "a code in countries.csv" in answer.text
    answer = see(open_client, {"sources.csv": tables()["sources.csv"]})
    assert answer.status_code == 422
    assert "no value in these tables" in answer.text
    answer = open_client.ask("POST", "/own/see", data={"again": "a.csv:%%"}, headers=HERE)
    assert answer.status_code == 400


def test_new_tables_take_the_place_of_the_ones_before(open_client):
    mine = reader_of(open_client, see(open_client, tables()))
    parts = [("files", (file, content)) for file, content in tables().items()]
    answer = mine.ask("POST", "/own/see", files=parts, data={"name": "Anew"}, headers=HERE)
    now = reader_of(open_client, answer)
    assert "4 values of Anew" in now.get("/methods").text
    assert mine.get("/methods").status_code == 410
    now.ask("POST", "/own/forget", headers=HERE)


def test_a_folder_that_the_operator_set_outlives_the_process_and_no_more(
    data, hers, clock, tmp_path
):
    sessions = sessions_of(data, clock, keep=Keep(tmp_path / "kept"))
    first, second = sessions.add(*hers), sessions.add(*hers)
    names = [path.name for path in (tmp_path / "kept").iterdir()]
    assert len(names) == 2
    assert not {first, second} & set(names)  # what lies there opens nothing
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "kept").iterdir()} == {0}

    again = sessions_of(data, clock, keep=Keep(tmp_path / "kept"))  # another process
    found = again.find(first)
    assert found is not None
    assert NAME in found.data.own_said
    with pytest.raises(FullError):  # the limit is of all processes
        again.add(*hers)
    again.forget(first)
    assert sessions.find(first) is None  # also where it was in memory
    assert len(list((tmp_path / "kept").iterdir())) == 1

    (place,) = (tmp_path / "kept").iterdir()
    os.utime(place / "about.json", (0, 0))
    assert sessions.find(second) is None  # nobody looked for too long: a late look does not count
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_lies_in_the_folder_too_long_is_removed_when_a_server_starts(
    data, hers, clock, tmp_path
):
    sessions_of(data, clock, keep=Keep(tmp_path)).add(*hers)
    (place,) = tmp_path.iterdir()
    os.utime(place / "about.json", (0, 0))
    sessions_of(data, clock, keep=Keep(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_what_else_lies_in_the_folder_is_left_alone_and_takes_no_room(data, hers, clock, tmp_path):
    for name in ("backups", "lost+found", "A" * 64, ".making-of-a-film"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "about.json").write_text("{}", "utf-8")
        os.utime(tmp_path / name / "about.json", (0, 0))
    undone = tmp_path / ".making-a1b2c3_4"  # of a process that was stopped
    undone.mkdir()
    os.utime(undone, (0, 0))
    theirs = {path.name for path in tmp_path.iterdir()} - {undone.name}
    sessions = sessions_of(data, clock, most=1, keep=Keep(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == theirs
    token = sessions.add(*hers)
    sessions.forget(token)
    sessions.sweep()
    assert {path.name for path in tmp_path.iterdir()} == theirs


def test_what_another_process_forgot_is_soon_in_no_memory(data, hers, clock, tmp_path):
    one, other = (sessions_of(data, clock, keep=Keep(tmp_path)) for _ in range(2))
    token = one.add(*hers)
    assert other.find(token) is not None
    one.forget(token)
    assert len(other) == 1
    assert other._timer.interval <= 60
    other.watched()  # what the timer does
    assert len(other) == 0


def test_a_folder_that_is_gone_for_a_moment_ends_neither_watch_nor_offer(
    data, hers, clock, tmp_path
):
    sessions = sessions_of(data, clock, keep=Keep(tmp_path / "kept"))
    (tmp_path / "kept").rmdir()
    before = sessions._timer
    sessions.watched()
    assert sessions._timer not in (None, before)
    assert sessions.find(sessions.add(*hers)) is not None


def test_a_sweep_that_fails_is_not_the_last(data, clock, tmp_path, monkeypatch):
    sessions = sessions_of(data, clock, keep=Keep(tmp_path))
    before = sessions._timer

    def broken(*_more):
        raise PermissionError

    monkeypatch.setattr(Keep, "sweep", broken)
    with pytest.raises(PermissionError):
        sessions.watched()
    assert sessions._timer not in (None, before)


def test_memory_is_freed_only_when_something_was_forgotten(data, hers, clock, monkeypatch):
    freed = []
    monkeypatch.setattr("dashboard.own_view.sessions._let_go", lambda: freed.append(1))
    sessions = sessions_of(data, clock)
    for _ in range(3):
        sessions.forget("made up")
        sessions.sweep()
    assert freed == []
    sessions.forget(sessions.add(*hers))
    assert freed == [1]
    sessions.add(*hers)
    clock.now = IDLE + 1
    assert sessions.find("another") is None  # drops what is idle, on the way
    sessions.sweep()
    assert freed == [1, 1]


@pytest.mark.parametrize("is_kept", [False, True])
def test_in_a_full_house_a_reader_can_replace_her_own(data, hers, clock, tmp_path, is_kept):
    sessions = sessions_of(data, clock, keep=Keep(tmp_path) if is_kept else None)
    first, second = sessions.add(*hers), sessions.add(*hers)
    anew = sessions.add(*hers, first)
    assert sessions.find(first) is None
    assert sessions.find(second) is not None  # and nobody else gives way
    assert sessions.find(anew) is not None
    with pytest.raises(FullError):
        sessions.add(*hers, "made up")


def test_the_tables_are_read_when_the_server_starts_and_compares_them(data, monkeypatch):
    mine, read = copy.copy(data), []
    mine.own_offer = Offer.of(Config(), data.atlas.manifest)
    monkeypatch.setattr("dashboard.own_check.tables_here", lambda: read.append(1))
    Desk.of(Config(), mine, lambda of: of)
    assert read == [1]


def test_kept_tables_that_are_not_whole_or_no_longer_fit_open_nothing(data, hers, clock, tmp_path):
    keep = Keep(tmp_path)
    sessions = sessions_of(data, clock, keep=keep)
    token = sessions.add(*hers)
    (place,) = tmp_path.iterdir()
    anew = sessions_of(data, clock, keep=keep)
    (place / "tables" / "0").write_bytes(b"iso3\n")
    assert anew.find(token) is None
    assert list(tmp_path.iterdir()) == []
    assert anew.find("never given out") is None


def test_a_folder_that_cannot_be_written_is_said_when_the_server_starts(data, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    mine = copy.copy(data)
    config = Config(own_keep=str(tmp_path / "file" / "kept"))
    mine.own_offer = Offer.of(config, data.atlas.manifest)
    with pytest.raises(ConfigError, match=r"CHILDWAYS_OWN_KEEP is .*can't be written"):
        Desk.of(config, mine, lambda of: of)


def test_without_that_setting_the_page_says_that_the_disk_is_never_used(open_client):
    assert "memory and never on its disk" in open_client.get("/own").text
