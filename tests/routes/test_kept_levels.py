"""Levels kept with a build stand, whatever facts, rubrics or code would make later."""

import csv
import io
import json
import shutil
from importlib.resources import as_file, files

import numpy as np
import pytest

import routes
from geodata.build import build_all
from geodata.provenance import MANIFEST, current_build
from routes import Child
from routes.kept_levels import LEVELS, Kept, LevelsPart, children, differing, is_as_built, is_whole

GIRL = Child(age=15, company="alone", status="asylum_seeker")


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A build by the project's own facts and rubrics."""
    return build_all(tmp_path_factory.mktemp("built"), parts=[LevelsPart()])


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A build by a rubric with one other level."""
    rubrics = tmp_path_factory.mktemp("other") / "rubrics"
    with as_file(files("routes") / "rubrics") as folder:
        shutil.copytree(folder, rubrics)
    table = list(csv.DictReader(io.StringIO((rubrics / "goal_2.csv").read_text("utf-8"))))
    (row,) = [
        row
        for row in table
        if (row["measure"], row["value"]) == ("detention_practice", "systematic")
    ]
    row["level"] = str(int(row["level"]) + 1)
    file = io.StringIO()
    writer = csv.DictWriter(file, table[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    (rubrics / "goal_2.csv").write_text(file.getvalue(), encoding="utf-8")
    root = tmp_path_factory.mktemp("other-built")
    return build_all(root, parts=[LevelsPart(rubrics)])


def test_kept_levels_are_those_that_were_computed(own):
    kept, live = routes.load(own, as_kept=True), routes.load(own)
    for child in children(live.protection):
        for checked in (False, True):
            one = kept.world(child, checked_only=checked)
            other = live.world(child, checked_only=checked)
            for name in ("values", "unchecked", "levels", "level_unchecked", "known_share"):
                np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert is_whole(kept)
    assert differing(kept, GIRL, checked_only=False) == 0


def test_a_build_made_in_another_folder_has_the_same_version(own, tmp_path):
    again = build_all(tmp_path, parts=[LevelsPart()])
    assert (again / MANIFEST).read_bytes() == (own / MANIFEST).read_bytes()


def test_another_rubric_is_another_data_version(own, other):
    versions = {json.loads((f / MANIFEST).read_text("utf-8"))["data_version"] for f in (own, other)}
    assert len(versions) == 2


def test_what_is_kept_wins_over_what_today_would_make(other):
    kept, live = routes.load(other, as_kept=True), routes.load(other)
    assert kept.data_version == live.data_version
    shown, made = kept.world(GIRL).levels, live.world(GIRL).levels
    assert (shown != made).any()
    # Its own rubric made them, and with it the code of today makes them again.
    assert differing(kept, GIRL, checked_only=False) == 0


def test_a_level_that_today_would_not_make_is_shown_and_counted(own, tmp_path):
    folder = shutil.copytree(own, tmp_path / "build")
    atlas = routes.load(folder, as_kept=True)
    world = atlas.world(GIRL)
    at = world.countries.index("LBY"), 1, world.year_index(2024)
    before = int(world.levels[at])
    world.levels[at] = 4
    assert not is_whole(atlas)
    assert differing(atlas, GIRL, checked_only=False) == 1
    assert atlas.levels("LBY", GIRL, 2024)[2].value == 4
    assert routes.load(folder).levels("LBY", GIRL, 2024)[2].value == before


def test_years_of_today_that_a_build_does_not_hold_are_unknown(own, monkeypatch):
    live = routes.load(own)
    years = (*routes.YEARS, routes.LAST_YEAR + 1)
    monkeypatch.setattr("routes.kept_levels.YEARS", years)
    kept = Kept.read(own / LEVELS, live.protection.countries, live.protection.measures)
    world = kept.worlds[0, "alone", "refugee", False]
    assert world.levels.shape[2] == len(years)
    assert (world.levels[:, :, -1] == -1).all()
    assert (world.levels[:, :, -2] != -1).any()


def test_a_model_that_moved_on_is_noticed(own):
    manifest = json.loads((own / MANIFEST).read_text("utf-8"))
    assert is_as_built(manifest)
    manifest["inputs"]["routes/rubrics/goal_2.csv"] = "another"
    assert not is_as_built(manifest)
    del manifest["files"][LEVELS]
    assert is_as_built(manifest)


def test_the_build_in_use_is_dated():
    atlas = routes.load()
    assert atlas.date == max(row.date for row in atlas.versions.itertuples())
    assert current_build().is_dir()
