"""Fetching one source: whole or absent, resumed, compared, and clear when it fails."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from geodata import drafts, snapshots
from geodata.connectors import CONNECTORS, read_snapshot
from geodata.connectors.fetch import fetch
from geodata.connectors.settings import Settings

AT_LAST = 300  # seconds, after which a test that hangs fails

NOW = datetime(2026, 5, 1, 6, 12, tzinfo=UTC)
BANK = {"indicators": ["SP.REG.BRTH.ZS"]}
ROW = {"indicator": {"id": "SP.REG.BRTH.ZS"}, "country": {"id": "NA"}, "obs_status": ""}


def bank_page(page, pages, *values, year="2022"):
    rows = [ROW | {"countryiso3code": c, "value": v, "date": year} for c, v in values]
    return [{"page": page, "pages": pages, "per_page": 3, "total": 9}, rows]


@pytest.fixture
def run(client, settings, tmp_path):
    """Fetch a source into a folder, now or later."""

    def go(source="world_bank", *, later=timedelta(0), options=None, **more):
        made = settings(**{source: options or (BANK if source == "world_bank" else {})})
        return fetch(
            CONNECTORS[source], made, client, tmp_path, now=lambda: NOW + later, **more
        )  # fmt: skip

    return go


def take(tmp_path, outcome):
    return drafts.take(tmp_path, outcome.snapshot)


SERVICES = {
    "unhcr": {
        "population": ["unhcr-population-1", "unhcr-population-2"],
        "demographics": ["unhcr-demographics-1"],
        "asylum-decisions": ["unhcr-asylum-decisions-1"],
    },
    "world_bank": {"country": ["world-bank-1", "world-bank-2"]},
    "unicef_sdmx": {"data": ["unicef-child-protection"]},
    "missing_migrants": {"incidents": ["missing-migrants"]},
    "ucdp": {"gedevents": ["ucdp-0", "ucdp-1"]},
    "inform_risk": {"countries": ["inform"]},
    "idmc": {"external-api": ["idmc-1", "idmc-2"]},
    "eurostat": {"statistics": ["eurostat"]},
}
OPTIONS = {
    "unhcr": {"first_year": 2024, "last_year": 2024},
    "world_bank": BANK,
    "unicef_sdmx": {"themes": ["child_protection"]},
    "missing_migrants": {"file": "incidents.csv"},
    "ucdp": {"first_year": 2023, "last_year": 2023},
    "idmc": {"page_size": 2},
}
CSV = ("unicef_sdmx", "missing_migrants")


@pytest.mark.parametrize("source", CONNECTORS)
def test_every_source_is_fetched_whole_and_read_back(run, publisher, tmp_path, source):
    ending = "csv" if source in CSV else "json"
    for path, names in SERVICES[source].items():
        publisher.play(
            f"/{source}/{path}", *(publisher.recorded(f"{n}.synthetic.{ending}") for n in names)
        )
    outcome = run(source, options=OPTIONS.get(source))
    assert (outcome.state, outcome.words) == ("new", "")
    assert snapshots.newest(source, [tmp_path]) is None  # not before somebody agrees
    snapshot = take(tmp_path, outcome)
    assert snapshot.id == f"{source}/2026-05-01"
    assert snapshots.faults(snapshot) == []
    assert len(snapshot.answers) == sum(map(len, SERVICES[source].values()))
    assert read_snapshot(snapshot).values
    for answer in snapshot.answers:
        assert answer.url.startswith(publisher.base)
        assert answer.retrieved == "2026-05-01T06:12:00Z"
    assert snapshot.origin.made == ("recorded" if source == "missing_migrants" else "copy")


def test_a_key_is_neither_in_the_answers_nor_in_what_is_said_of_them(run, publisher, tmp_path):
    publisher.play("/idmc", *(publisher.recorded(f"idmc-{n}.synthetic.json") for n in (1, 2)))
    snapshot = take(tmp_path, run("idmc", options={"page_size": 2}))
    assert all("client_id=KEY-OF-A-TEST" in asked for asked in publisher.asked)
    for path in snapshot.folder.iterdir():
        assert b"KEY-OF-A-TEST" not in path.read_bytes()
    assert snapshot.answers[0].query["redacted"]


def test_the_token_of_ucdp_goes_into_a_header(run, publisher):
    publisher.play("/ucdp", *(publisher.recorded(f"ucdp-{n}.synthetic.json") for n in (0, 1)))
    run("ucdp", options=OPTIONS["ucdp"])
    assert publisher.headers[0]["x-ucdp-access-token"] == "TOKEN-OF-A-TEST"


def test_what_is_unchanged_makes_no_new_snapshot(run, publisher, tmp_path):
    publisher.play("/world_bank", publisher.json(bank_page(1, 1, ("NAM", 78.1))))
    take(tmp_path, run())
    again = run(later=timedelta(days=30))
    assert (again.state, again.words) == ("unchanged", "the same as world_bank/2026-05-01")
    assert len(snapshots.all_of("world_bank", [tmp_path])) == 1
    assert not list((tmp_path / "world_bank").glob(".draft/*"))


def test_pages_that_the_service_says_are_unchanged_are_not_sent_again(run, publisher, tmp_path):
    first = publisher.json(bank_page(1, 2, ("NAM", 78.1)), headers={"ETag": '"one"'})

    def answer(query, headers):
        if query["page"] == "2":
            value = 99.5 if headers.get("If-None-Match") else 99.0
            return publisher.json(bank_page(2, 2, ("XKX", value)), headers={"ETag": '"two"'})
        return publisher.reply(b"", 304) if headers.get("If-None-Match") else first

    publisher.play("/world_bank", answer)
    take(tmp_path, run())
    outcome = run(later=timedelta(days=30))
    snapshot = take(tmp_path, outcome)
    assert snapshot.id == "world_bank/2026-05-31"
    page = snapshot.answer("SP.REG.BRTH.ZS-p0001.json")
    assert page.query["unchanged_since"] == "2026-05-01T06:12:00Z"
    assert json.loads(snapshot.read(page.file))[1][0]["value"] == 78.1
    assert outcome.changes.total("revised") == 1


def test_a_summary_says_what_changed(run, publisher, tmp_path):
    before = [("NAM", 78.1), ("KEN", 60.0), ("LBY", None), ("SDN", 70.0)]
    publisher.play("/world_bank", publisher.json(bank_page(1, 1, *before)))
    first = run()
    assert first.changes.first
    take(tmp_path, first)
    after = [("NAM", 79.0), ("KEN", 20.0), ("LBY", 55.0), ("ERI", 30.0)]
    publisher.play("/world_bank", publisher.json(bank_page(1, 1, *after)))
    (change,) = run(later=timedelta(days=30)).changes.series
    assert (change.added, change.removed, change.revised, change.same) == (2, 1, 2, 0)
    assert change.countries_added == ("ERI", "LBY")
    assert change.countries_removed == ("SDN",)
    assert change.largest[0] == {"iso3": "KEN", "year": 2022, "before": 60.0, "after": 20.0}


def test_what_came_in_is_checked(run, publisher):
    publisher.play("/world_bank", publisher.json(bank_page(1, 1, ("NAM", 178.1), ("WLD", 70.0))))
    outcome = run()
    assert outcome.checked.observations.empty
    assert set(outcome.checked.warnings["name"]) == {"out_of_range", "aggregate_among_countries"}


def test_pages_that_are_whole_are_not_asked_for_again(run, publisher, tmp_path):
    broken = publisher.reply(b"", 500)
    publisher.play("/world_bank", publisher.json(bank_page(1, 2, ("NAM", 78.1))), broken)
    failed = run()
    assert failed.state == "failed"
    assert "answered 500" in failed.words
    assert snapshots.newest("world_bank", [tmp_path]) is None
    publisher.play("/world_bank", publisher.json(bank_page(2, 2, ("XKX", 99.5))))
    asked = len(publisher.asked)
    outcome = run(later=timedelta(hours=1))
    assert (outcome.state, outcome.asked, outcome.kept) == ("new", 1, 1)
    assert "page=2" in publisher.asked[asked]


def test_pages_from_yesterday_are_not_mixed_with_those_of_today(run, publisher):
    publisher.play(
        "/world_bank", publisher.json(bank_page(1, 2, ("NAM", 78.1))), publisher.reply(b"", 500)
    )
    run()
    publisher.play(
        "/world_bank", publisher.json(bank_page(1, 2, ("NAM", 1.0))),
        publisher.json(bank_page(2, 2, ("KEN", 2.0))),
    )  # fmt: skip
    outcome = run(later=timedelta(hours=25))
    assert (outcome.asked, outcome.kept) == (2, 0)


def refused(outcome, publisher, *words):
    assert outcome.state == "failed"
    for word in ("World Bank", publisher.base, *words):
        assert word in outcome.words


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (bank_page(1, 5, ("NAM", 1.0)), "the same as that of SP.REG.BRTH.ZS-p0001.json"),
        (bank_page(1, 5, ("KEN", 1.0)), "found page 1 where page 2 was asked for"),
    ],
)
def test_a_page_that_comes_twice_is_named(run, publisher, second, found):
    publisher.play(
        "/world_bank", publisher.json(bank_page(1, 5, ("NAM", 1.0))), publisher.json(second)
    )
    refused(run(), publisher, found)


def test_a_service_that_takes_no_notice_of_paging_is_named(run, publisher):
    publisher.play("/idmc", publisher.json({"count": 9, "results": [IDMC]}))
    outcome = run("idmc", options={"page_size": 1})
    assert outcome.state == "failed"
    assert "the same as that of displacements-p0001.json" in outcome.words


IDMC = {
    "iso3": "COD", "year": 2023, "conflict_new_displacement": 1, "conflict_total_displacement": 1,
    "disaster_new_displacement": 1, "disaster_total_displacement": 1,
}  # fmt: skip


def test_paging_that_never_ends_is_left(run, publisher):
    def answer(query, _headers):
        n = int(query["page"])
        return publisher.json(bank_page(n, n + 1, ("NAM", float(n))))

    publisher.play("/world_bank", answer)
    refused(run(), publisher, "no end after 20 pages", "patience.most_pages")
    assert len(publisher.asked) <= 21


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"rows": []}', "no list of two parts"),
        (b'[{"page": 1, "pages": 1, "total": 1}, {"a": 1}]', "no list of rows"),
        (b'[{"page": 1, "pages": 1, "total": 1}, [{"iso": "NAM"}]]', "lacks indicator"),
        (b'[{"page": "one", "pages": 1, "total": 1}, []]', "shape changed"),
        (b'[{"page": 1,', "no whole JSON"),
        (b"", "empty answer"),
        (b"null", "no list of two parts"),
    ],
)
def test_an_answer_of_another_shape_is_named_and_not_taken(run, publisher, tmp_path, body, found):
    publisher.play("/world_bank", publisher.reply(body))
    refused(run(), publisher, found, "Nothing was taken in")
    assert snapshots.newest("world_bank", [tmp_path]) is None
    assert drafts.waiting(tmp_path, "world_bank") is None
    assert list((tmp_path / "world_bank" / ".draft").iterdir()) == []


def test_an_answer_that_can_not_be_read_is_kept_to_be_looked_at(run, publisher, tmp_path):
    page = bank_page(1, 1, ("NAM", 1.0), ("KEN", "a lot"))
    publisher.play("/world_bank", publisher.json(page))
    outcome = run()
    assert outcome.state == "failed"
    assert "found 'a lot', expected a number" in outcome.words
    assert (tmp_path / "world_bank" / ".refused" / "SP.REG.BRTH.ZS-p0001.json").exists()
    assert snapshots.sources([tmp_path]) == []


def test_an_answer_without_any_figure_is_not_taken_for_a_new_state(run, publisher, tmp_path):
    publisher.play("/unicef_sdmx", publisher.reply(b"no match", 404, media="text/plain"))
    outcome = run("unicef_sdmx")
    assert outcome.state == "failed"
    assert "without any figure" in outcome.words
    assert drafts.waiting(tmp_path, "unicef_sdmx") is None


def test_an_earlier_snapshot_stays_whatever_the_service_does(run, publisher, tmp_path):
    publisher.play("/world_bank", publisher.json(bank_page(1, 1, ("NAM", 78.1))))
    kept = take(tmp_path, run())
    for reply in (
        publisher.reply(b"<html>", media="text/html"),
        publisher.reply(b"", 500),
        publisher.json([{"message": [{"value": "no"}]}]),
        publisher.json(bank_page(1, 1, ("NAM", 1.0)), cut_at=9),
    ):
        publisher.play("/world_bank", reply)
        assert run(later=timedelta(days=1)).state == "failed"
        assert snapshots.newest("world_bank", [tmp_path]) == kept
        assert snapshots.faults(kept) == []


def test_a_source_without_its_key_or_address_is_not_asked(client, tmp_path, publisher):
    for source, word in (("ucdp", "CHILDWAYS_UCDP_TOKEN"), ("missing_migrants", "CHILDWAYS_FETCH")):
        outcome = fetch(CONNECTORS[source], Settings(), client, tmp_path)
        assert outcome.state == "skipped"
        assert word in outcome.words
    assert publisher.asked == []


def test_a_snapshot_appears_in_one_step_whatever_step_fails(run, publisher, tmp_path, monkeypatch):
    """Every rename and write of a fetch fails once: there is the old snapshot, or the new one."""
    publisher.play("/world_bank", publisher.json(bank_page(1, 1, ("NAM", 78.1))))
    first = take(tmp_path, run())
    publisher.play("/world_bank", publisher.json(bank_page(1, 1, ("NAM", 79.0))))
    really = {name: getattr(Path, name) for name in ("replace", "rename", "open")}
    calls = {"left": 0}

    def failing(name):
        def call(path, *args, **more):
            if str(path).startswith(str(tmp_path)):
                calls["left"] -= 1
                if calls["left"] == 0:
                    raise OSError("the power went off")
            return really[name](path, *args, **more)

        return call

    for name in really:
        monkeypatch.setattr(Path, name, failing(name))
    for step in range(1, 30):
        calls["left"] = step
        try:
            outcome = run(later=timedelta(days=1, seconds=step))
            if outcome.snapshot:
                take(tmp_path, outcome)
        except OSError:
            pass
        finished, calls["left"] = calls["left"] > 0, 0
        newest = snapshots.newest("world_bank", [tmp_path])
        assert snapshots.faults(newest) == []
        if finished:
            break
        assert newest == first or json.loads(newest.read("SP.REG.BRTH.ZS-p0001.json"))
    assert finished
    assert step > 5
    assert snapshots.newest("world_bank", [tmp_path]).id == "world_bank/2026-05-02"
    assert snapshots.all_of("world_bank", [tmp_path])[0] == first


KILLED = "from dashboard.cli import main; raise SystemExit(main())"


def test_killed_in_the_middle_nothing_is_lost_and_the_next_run_goes_on(publisher, tmp_path):
    """SIGKILL while page 3 of 4 is on its way; then a run that only asks for what is missing."""
    root, settings = tmp_path / "own", tmp_path / "fetch.toml"
    settings.write_text(
        f'[patience]\npace = 0\n[world_bank]\nbase = "{publisher.base}"\n'
        'indicators = ["SP.REG.BRTH.ZS"]\n'
    )
    with drafts.open_draft(root, CONNECTORS["world_bank"].origin) as draft:
        draft.add(
            json.dumps(bank_page(1, 1, ("NAM", 50.0))).encode(), file="SP.REG.BRTH.ZS-p0001.json",
            url="http://earlier.test/", retrieved="2025-01-01T00:00:00Z", media_type="",
        )  # fmt: skip
        earlier = draft.commit(date(2025, 1, 1))
    victim = []

    def answer(query, _headers):
        page = int(query["page"])
        if page == 3 and victim:
            os.kill(victim.pop().pid, signal.SIGKILL)
        return publisher.json(bank_page(page, 4, ("NAM", 78.0 + page), year=str(2020 + page)))

    publisher.play("/country", answer)
    command = [
        sys.executable, "-c", KILLED, "fetch", "world_bank", "--yes", "--json",
        "--into", str(root), "--settings", str(settings),
    ]  # fmt: skip
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, **quiet) as process:
        victim.append(process)
        process.communicate(timeout=AT_LAST)
    assert process.returncode == -signal.SIGKILL
    assert snapshots.all_of("world_bank", [root]) == [earlier]
    assert snapshots.faults(earlier) == []
    asked = len(publisher.asked)
    ended = subprocess.run(command, check=False, timeout=AT_LAST, **quiet)
    assert ended.returncode == 0
    (said,) = json.loads(ended.stdout)
    assert (said["state"], said["taken_in"], said["asked"], said["had"]) == ("new", True, 2, 2)
    assert [p for p in publisher.asked[asked:] if p.endswith(("&page=1", "&page=2"))] == []
    newest = snapshots.newest("world_bank", [root])
    assert len(newest.answers) == 4
    assert snapshots.faults(newest) == []
    assert (said["changes"]["added"], said["changes"]["revised"]) == (3, 1)


def test_stopped_by_ctrl_c_it_ends_at_once_and_says_that_it_can_go_on(publisher, tmp_path):
    settings = tmp_path / "fetch.toml"
    settings.write_text(f'[inform_risk]\nbase = "{publisher.base}"\n')
    victim = []

    def answer(_query, _headers):
        os.kill(victim[0].pid, signal.SIGINT)
        return publisher.reply(hang=True)

    publisher.play("/countries", answer)
    command = [
        sys.executable, "-c", KILLED, "fetch", "inform_risk", "--into", str(tmp_path / "own"),
        "--settings", str(settings),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        victim.append(process)
        said, _ = process.communicate(timeout=AT_LAST)  # the answer itself would take longer
    assert process.returncode == 130
    assert "run the same command to go on" in said


def test_a_folder_that_can_not_be_written_is_named(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    outcome = fetch(CONNECTORS["inform_risk"], settings(), client, tmp_path / "file")
    assert outcome.state == "failed"
    assert "--into" in outcome.words
