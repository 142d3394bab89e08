"""The one command: what it prints and how it ends."""

import csv
import io
import json
import shutil

import pytest

from dashboard.cli import main
from dashboard.config import Config
from geodata.check import facts_folder


@pytest.fixture
def facts(tmp_path):
    folder = tmp_path / "facts"
    shutil.copytree(facts_folder(), folder)
    return folder


def test_check_counts_facts_and_what_is_withheld(capsys):
    assert main(["check", "--all"]) == 0
    said = capsys.readouterr().out
    assert "The curated tables are in order" in said
    assert "recorded figures of routes" in said
    assert "values name no source" in said
    assert "service_access.csv, row" in said


def test_check_lists_every_fault_and_ends_with_1(facts, capsys):
    path = facts / "tip_tiers.csv"
    text = path.read_text(encoding="utf-8").replace("ABW,2020,2WL", "QQQ,2020,9", 1)
    path.write_text(text, encoding="utf-8")
    assert main(["check", "--facts", str(facts)]) == 1
    said = capsys.readouterr().err
    assert "tip_tiers.csv, row 2, column tier: found '9'" in said


def test_build_writes_layers_and_says_which_are_in_use(tmp_path, capsys):
    assert main(["build", "--out", str(tmp_path / "built")]) == 0
    assert "is in use" in capsys.readouterr().out
    assert main(["build", "--if-needed", "--out", str(tmp_path / "built")]) == 0
    assert capsys.readouterr().out == ""


def test_serving_without_a_build_says_how_to_make_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CHILDWAYS_BUILT", str(tmp_path))
    assert main(["serve"]) == 2
    assert "childways build" in capsys.readouterr().err


def test_serving_with_a_wrong_setting_names_it(monkeypatch, capsys):
    monkeypatch.setenv("CHILDWAYS_PORT", "eighty")
    assert main(["serve"]) == 2
    assert "CHILDWAYS_PORT" in capsys.readouterr().err


def test_an_unknown_command_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2
    assert "build" in capsys.readouterr().err


def test_the_default_address_is_what_the_readme_says():
    config = Config()
    assert f"http://{config.host}:{config.port}" == "http://127.0.0.1:8050"


def test_editions_are_kept_listed_and_proved(tmp_path, capsys):
    store, built = str(tmp_path / "store"), str(tmp_path / "built")
    assert main(["build", "--out", built]) == 0
    more = ["--store", store, "--built", built]
    assert main(["editions", *more]) == 0
    assert "is not kept. Keep it: childways editions keep" in capsys.readouterr().out
    assert main(["editions", "keep", *more]) == 0
    version = capsys.readouterr().out.split()[1]
    assert main(["editions", *more]) == 0
    said = capsys.readouterr().out
    assert version in said
    assert "in use" in said
    assert main(["editions", "verify", "--store", store]) == 0
    assert "the same" in capsys.readouterr().out
    blob = next((tmp_path / "store" / "blobs").rglob("*/*"))
    blob.write_bytes(b"")
    assert main(["editions", "verify", "--store", store]) == 1
    assert "cut short or was changed" in capsys.readouterr().err


def test_a_store_that_can_not_be_opened_is_named(capsys):
    assert main(["editions", "--store", "nosuchthing://x"]) == 1
    assert "can't be opened" in capsys.readouterr().err


def test_diff_says_what_changed_and_ends_like_diff(facts, tmp_path, capsys):
    one, other = tmp_path / "one", tmp_path / "other"
    assert main(["build", "--out", str(one)]) == 0
    path = facts / "detention.csv"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("LBY,2014,"))
    text = text.replace(line, line.replace("systematic,systematic", "documented,documented"))
    path.write_text(text, encoding="utf-8")
    assert main(["build", "--out", str(other), "--facts", str(facts)]) == 0
    capsys.readouterr()
    assert main(["diff", str(one), str(one)]) == 0
    assert "Nothing differs" in capsys.readouterr().out
    table, tree = tmp_path / "d.csv", tmp_path / "d.json"
    assert main(["diff", str(one), str(other), "--csv", str(table), "--json", str(tree)]) == 1
    assert "levels differ" in capsys.readouterr().out
    found = json.loads(tree.read_text("utf-8"))
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert len(rows) == len(found["rows"]) + len(found["levels"])
    levels = [row for row in rows if row["what"] == "level" and row["iso3"] == "LBY"]
    assert {(row["goal"], row["old"], row["new"]) for row in levels} == {("2", "0", "1")}
    assert main(["diff", str(one), "000000000000", "--store", str(tmp_path / "store")]) == 2
    assert "No edition '000000000000' is kept" in capsys.readouterr().err


def test_export_makes_one_file_or_says_why_not(tmp_path, capsys):
    path = tmp_path / "libya.txt"
    link = "https://atlas.example.org/country/LBY?year=2020"
    assert main(["export", "--view", link, "--to", str(path)]) == 0
    assert "libya.txt: 0 kB" in capsys.readouterr().out
    assert "https://atlas.example.org/country/LBY?year=2020" in path.read_text("utf-8")
    assert main(["export", "--view", "/country/QQQ", "--to", str(path)]) == 1
    assert "No country 'QQQ'" in capsys.readouterr().err
    assert path.read_text("utf-8").startswith("Childways: Libya")
    assert main(["export", "--view", link, "--into", str(tmp_path)]) == 2
    assert main(["export", "--list", str(tmp_path / "no.csv"), "--into", str(tmp_path)]) == 2
    assert "can't be read" in capsys.readouterr().err


def test_export_of_a_list_ends_with_what_failed(tmp_path, capsys):
    path, folder = tmp_path / "views.csv", tmp_path / "out"
    path.write_text("view,to\n/country/LBY,a.csv\n/country/QQQ,b.csv\n/,../c.csv\n", "utf-8")
    asked = ["export", "--list", str(path), "--into", str(folder)]
    assert main(asked) == 1
    said = capsys.readouterr().out
    assert "Not made" in said
    assert "QQQ" in said
    assert "1 made in" in said
    assert main([*asked, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["made"], found["kept"]) == ([], ["a.csv"])
    assert [(one["row"], one["to"]) for one in found["failed"]] == [(3, "b.csv"), (4, "../c.csv")]
