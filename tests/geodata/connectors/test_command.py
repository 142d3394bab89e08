"""childways fetch: what it prints, what it takes in, and how it ends."""

import json

import pytest

from dashboard.cli import main
from geodata import drafts, snapshots

PAGE = [
    {"page": 1, "pages": 1, "per_page": 9, "total": 1},
    [{"indicator": {"id": "SP.REG.BRTH.ZS"}, "country": {"id": "NA"}, "countryiso3code": "NAM",
      "date": "2022", "value": 78.1, "obs_status": ""}],
]  # fmt: skip


@pytest.fixture
def fetch(tmp_path, publisher, monkeypatch):
    for name in ("CHILDWAYS_FETCH", "CHILDWAYS_UCDP_TOKEN", "CHILDWAYS_IDMC_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    settings = tmp_path / "fetch.toml"
    settings.write_text(
        'contact = "data@example.test"\n'
        "[patience]\npace = 0\nattempts = 1\nsilence = 120\n"
        f'[world_bank]\nbase = "{publisher.base}bank"\nindicators = ["SP.REG.BRTH.ZS"]\n'
        f'[inform_risk]\nbase = "{publisher.base}inform"\n'
    )
    publisher.play("/bank", publisher.json(PAGE))
    publisher.play("/inform", publisher.recorded("inform.synthetic.json"))

    def run(*arguments):
        places = ("--into", str(tmp_path / "own"), "--settings", str(settings))
        return main(["fetch", *arguments, *places])

    run.root = tmp_path / "own"
    run.settings = settings
    return run


def test_a_list_says_what_there_is_and_how_old(fetch, capsys):
    fetch("world_bank", "--yes")
    fetch("inform_risk")
    capsys.readouterr()
    assert fetch("--list") == 0
    rows = {line.split()[1]: line for line in capsys.readouterr().out.splitlines() if "│" in line}
    assert "0 days ago" in rows["world_bank"]
    assert "copy" in rows["world_bank"]
    assert "yes" in rows["inform_risk"]
    assert "CC BY 4.0" in rows["unhcr"]


def test_a_dry_run_says_what_it_would_ask_and_asks_nobody(fetch, publisher, capsys):
    assert fetch("--dry-run") == 0
    said = capsys.readouterr().out
    assert f"GET {publisher.base}bank/country/all/indicator/SP.REG.BRTH.ZS?format=json" in said
    assert "https://api.unhcr.org/population/v1/demographics/" in said
    assert "set CHILDWAYS_UCDP_TOKEN" in said
    assert "[missing_migrants]" in said
    assert publisher.asked == []
    assert not fetch.root.exists()


def test_without_a_yes_it_waits_and_is_taken_in_later(fetch, publisher, capsys):
    assert fetch("world_bank") == 0
    assert "childways fetch --take world_bank" in capsys.readouterr().out
    assert snapshots.newest("world_bank", [fetch.root]) is None
    asked = len(publisher.asked)
    assert fetch("--take") == 0
    assert "Taken in as world_bank/" in capsys.readouterr().out
    assert len(publisher.asked) == asked
    assert len(snapshots.newest("world_bank", [fetch.root]).answers) == 1
    assert fetch("--take") == 0
    assert "Nothing waits" in capsys.readouterr().out


def test_what_waits_can_be_thrown_away(fetch):
    fetch("world_bank")
    assert fetch("--discard", "world_bank") == 0
    assert drafts.waiting(fetch.root, "world_bank") is None
    assert snapshots.newest("world_bank", [fetch.root]) is None


def test_with_a_yes_it_is_taken_in_and_the_changes_are_shown(fetch, capsys):
    assert fetch("world_bank", "inform_risk", "--yes") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "wb_birth_registration" in said
    assert "out_of_range" in said
    assert snapshots.sources([fetch.root]) == ["inform_risk", "world_bank"]


def test_a_yes_does_not_take_in_the_loss_of_most_values(fetch, publisher, capsys):
    assert fetch("world_bank", "--yes") == 0
    row = PAGE[1][0]
    publisher.play(
        "/bank", publisher.json([PAGE[0], [row | {"value": None}, row | {"date": "2021"}]])
    )
    assert fetch("world_bank", "--yes") == 1
    assert "100% of the values would go" in capsys.readouterr().out
    assert len(snapshots.all_of("world_bank", [fetch.root])) == 1
    assert fetch("--take", "world_bank") == 0
    assert len(snapshots.all_of("world_bank", [fetch.root])) == 2


def test_a_reader_at_a_terminal_is_asked(fetch, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("rich.console.Console.input", lambda *_: "n")
    fetch("world_bank")
    assert snapshots.sources([fetch.root]) == []
    monkeypatch.setattr("rich.console.Console.input", lambda *_: "y")
    fetch("world_bank")
    assert snapshots.sources([fetch.root]) == ["world_bank"]
    assert "Taken in" in capsys.readouterr().out


def test_one_failure_is_shown_ends_with_1_and_leaves_the_others(fetch, publisher, capsys):
    publisher.play("/bank", publisher.reply(b"<html>", media="text/html"))
    assert fetch("world_bank", "inform_risk", "--yes") == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "failed" in said
    assert "text/html" in said
    assert "Run the same command again" in said
    assert snapshots.sources([fetch.root]) == ["inform_risk"]


def test_a_script_gets_json_on_the_standard_output_only(fetch, capsys):
    assert fetch("inform_risk", "--json", "--yes") == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["source"], said["state"], said["taken_in"]) == ("inform_risk", "new", True)
    assert said["changes"]["first"] is True
    assert [w["name"] for w in said["warnings"]] == ["out_of_range"]
    assert fetch("inform_risk", "--json", "--yes") == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["state"], said["taken_in"]) == ("unchanged", False)


def test_a_source_without_its_key_fails_only_if_it_is_named(fetch, capsys):
    assert fetch("ucdp") == 1
    assert "CHILDWAYS_UCDP_TOKEN" in capsys.readouterr().out


def test_an_unknown_source_is_refused_with_the_known_ones(fetch, capsys):
    assert fetch("unhrc") == 1
    assert "There are: unhcr, world_bank" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("contact = ", "can't be read as TOML"),
        ("[unhrc]\n", "'unhrc' is not a setting"),
        ("pace = 1\n", "'pace' is not a setting"),
        ("[patience]\npace = -1\n", "patience.pace = -1"),
        ("[patience]\nhurry = 1\n", "patience.hurry = 1"),
        ('[unhcr]\nbase = "ftp://x/"\n', "unhcr.base = 'ftp://x/'"),
        ("[unhcr]\nyears = 3\n", "unhcr.years = 3"),
        ('[unhcr]\nfirst_year = "2015"\n', "Give a value of type int"),
        ("[unhcr]\nfirst_year = 2030\nlast_year = 2020\n", "first_year 2030 is after"),
        ('[unicef_sdmx]\nthemes = ["x"]\n', "themes names x"),
        ('[world_bank]\nindicators = ["x"]\n', "indicators names x"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_takes(fetch, capsys, text, found):
    fetch.settings.write_text(text)
    assert fetch("--dry-run") == 1
    assert found in capsys.readouterr().err


def test_the_settings_file_can_be_named_in_the_environment(fetch, publisher, monkeypatch, tmp_path):
    monkeypatch.setenv("CHILDWAYS_FETCH", str(fetch.settings))
    assert main(["fetch", "world_bank", "--yes", "--into", str(tmp_path / "other")]) == 0
    assert publisher.paths() == ["/bank/country/all/indicator/SP.REG.BRTH.ZS"]


def test_into_an_address_it_waits_here_and_is_taken_in_there(fetch, bucket, capsys):
    url = f"s3://{bucket[1]}/snapshots"
    assert main(["fetch", "world_bank", "--into", url, "--settings", str(fetch.settings)]) == 0
    assert f"childways fetch --take world_bank --into {url}" in capsys.readouterr().out
    assert snapshots.newest("world_bank", [url]) is None
    assert main(["fetch", "--take", "--into", url]) == 0
    assert "Taken in as world_bank/" in capsys.readouterr().out
    assert snapshots.faults(snapshots.newest("world_bank", [url])) == []
    again = ["fetch", "world_bank", "--yes", "--into", url, "--settings", str(fetch.settings)]
    assert main(again) == 0
    assert "unchanged" in capsys.readouterr().out
    assert len(snapshots.all_of("world_bank", [url])) == 1
    assert main(["fetch", "--list", "--into", url]) == 0
    assert "0 days ago" in capsys.readouterr().out


def test_an_address_that_can_not_be_opened_is_a_failure_with_words(fetch, capsys):
    again = ["fetch", "world_bank", "--into", "nosuch://x/y", "--settings", str(fetch.settings)]
    assert main(again) == 1
    assert "can't be opened" in " ".join(capsys.readouterr().out.split())
