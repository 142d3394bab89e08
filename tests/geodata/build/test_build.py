"""A build is checked, repeatable, and never leaves less than the last good one."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest

import geodata
from geodata.build import build_all, needs_build
from geodata.check import read_curated
from geodata.errors import FaultyFactsError
from geodata.provenance import POINTER, current_build


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("built")
    build_all(root)
    return root


@pytest.fixture
def root(built, tmp_path):
    """A build that a test may spoil."""
    return shutil.copytree(built, tmp_path / "built")


def test_the_same_facts_give_the_same_bytes(built, tmp_path):
    build_all(tmp_path)
    assert bytes_of(current_build(tmp_path)) == bytes_of(current_build(built))


def test_the_manifest_names_every_file_with_its_checksum(built):
    manifest = geodata.load_manifest(built)
    on_disk = {path.name for path in current_build(built).glob("*.parquet")}
    assert set(manifest["files"]) == on_disk
    assert manifest["counts"]["facts"] == len(geodata.load_table("facts", built))
    assert any(name.startswith("facts/") for name in manifest["inputs"])


def test_layers_come_back_with_geometry_and_crs(built):
    countries = geodata.load_layer("countries", built)
    assert countries.crs.to_epsg() == 4326
    assert {"LBY", "ITA", "XKX"} <= set(countries["iso3"])
    stages = geodata.load_layer("stages", built)
    assert (stages.geometry.geom_type == "Point").all()


def test_recorded_figures_come_back_as_they_were_written(built):
    figures = geodata.load_table("recorded_figures", built)
    curated, _ = read_curated()
    assert len(figures) == len(curated["recorded_figures"]) > 100
    row = figures[(figures["route_id"] == "channel") & (figures["year"] == 2018)].iloc[0]
    assert (row["value"], row["unit"], row["measure"]) == (299, "people", "arrivals")
    assert figures["upper"].isna().any()


def test_a_build_in_order_is_not_needed_again(built):
    assert not needs_build(built)


def test_a_changed_fact_needs_a_build_and_changes_the_data_version(built, facts, tmp_path):
    facts.replace("tip_tiers", "ABW,2020,2WL", "ABW,2020,2")
    assert needs_build(built, facts.folder)
    root = tmp_path / "other"
    build_all(root, facts=facts.folder)
    assert geodata.load_manifest(root)["data_version"] != geodata.load_manifest(built)[
        "data_version"
    ]


def test_faulty_facts_leave_the_last_good_build_in_use(facts, root):
    before = bytes_of(current_build(root))
    facts.append("tip_tiers", "QQQ,2020,1,,named,low")
    with pytest.raises(FaultyFactsError, match=r"(?s)^1 fault in .*QQQ"):
        build_all(root, facts=facts.folder)
    assert bytes_of(current_build(root)) == before


def test_a_layer_cut_short_is_refused(root):
    path = current_build(root) / "facts.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(geodata.BrokenBuildError, match=r"facts\.parquet.*cut short"):
        geodata.load_table("facts", root)
    assert needs_build(root)
    build_all(root)
    assert len(geodata.load_table("facts", root)) > 0


def test_a_manifest_that_names_another_file_is_refused(root):
    path = current_build(root) / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"]["facts.parquet"]["sha256"] = "0" * 64
    path.write_text(json.dumps(manifest))
    with pytest.raises(geodata.BrokenBuildError, match="not the file that the manifest names"):
        geodata.load_table("facts", root)


def test_a_manifest_that_is_no_manifest_is_refused(root):
    (current_build(root) / "manifest.json").write_text("[]")
    with pytest.raises(geodata.BrokenBuildError, match="not a manifest"):
        geodata.load_manifest(root)


def test_without_a_build_the_error_says_how_to_make_one(tmp_path):
    with pytest.raises(geodata.MissingLayerError, match="childways build"):
        geodata.load_table("facts", tmp_path)


def test_tables_and_layers_that_do_not_exist_are_named(built):
    with pytest.raises(geodata.DataError, match="no layer or table 'atlantis'"):
        geodata.load_table("atlantis", built)


@pytest.mark.parametrize("step", ["Shapes", "Facts", "Manifest"])
def test_killed_in_the_middle_the_last_good_build_stays(facts, root, step):
    before = bytes_of(current_build(root))
    facts.replace("tip_tiers", "ABW,2020,2WL", "ABW,2020,2")
    program = textwrap.dedent(
        f"""
        import os, signal
        from pathlib import Path
        from geodata.build import build_all

        def progress(step):
            if step == {step!r}:
                os.kill(os.getpid(), signal.SIGKILL)

        build_all(Path({str(root)!r}), facts=Path({str(facts.folder)!r}), progress=progress)
        """
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL
    assert bytes_of(current_build(root)) == before
    assert geodata.load_manifest(root)["data_version"]
    # And the next build succeeds beside what the killed one left.
    build_all(root, facts=facts.folder)
    assert bytes_of(current_build(root)) != before


def test_old_builds_do_not_pile_up(facts, tmp_path):
    root = tmp_path / "built"
    for old, new in (("2WL", "2"), ("2", "3"), ("3", "1")):
        facts.replace("tip_tiers", f"ABW,2020,{old},", f"ABW,2020,{new},")
        build_all(root, facts=facts.folder)
    assert len([path for path in root.iterdir() if path.is_dir()]) == 2
    assert (root / POINTER).read_text().strip() == current_build(root).name
