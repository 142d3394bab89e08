"""Every built row leads back to the very line and cell of a curated file."""

import csv
import io
from functools import cache
from pathlib import Path

import pytest

import geodata
from geodata.build import build_all
from geodata.build.origins import MADE, make_provenance
from geodata.check import read_curated
from geodata.provenance import current_build
from geodata.resources import BUILT
from routes.kept_levels import LevelsPart

ROOT = Path(geodata.__file__).parents[1]
NOT_READ = {"countries_detail", "provenance"}  # shapes alone; and the table itself


@cache
def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def row_at(path, line):
    """The record that begins on a line, parsed by itself."""
    lines = lines_of(path)
    header = next(csv.reader(lines[:1]))
    cells = next(csv.reader(io.StringIO("".join(lines[line - 1 : line + 40]))))
    return dict(zip(header, cells, strict=True))


@pytest.fixture(scope="module")
def provenance():
    return geodata.load_table("provenance")


@pytest.mark.parametrize("name", sorted(set(BUILT) - NOT_READ))
def test_every_row_of_every_table_has_its_line(provenance, name):
    schema = BUILT[name]
    load = geodata.load_layer if schema.geometry else geodata.load_table
    frame = load(name)
    if name not in set(provenance["table"]):
        pytest.skip(f"{name} is read from snapshots")
    keys = frame[list(schema.key)].astype("string").fillna("").agg("/".join, axis=1)
    mine = provenance[provenance["table"] == name]
    assert set(keys) == set(mine["key"])


def test_every_line_holds_the_very_cell_and_key(provenance):
    for row in provenance.itertuples():
        found = row_at(ROOT / row.file, row.line)
        if row.column:
            assert found[row.column].strip() == row.cell, row
        if row.table not in ("facts", "withheld"):
            assert "/".join(found[name].strip() for name in BUILT[row.table].key) == row.key


def test_the_value_of_a_fact_is_its_cell_or_made_from_the_year_of_a_treaty(provenance):
    facts = geodata.load_table("facts").set_index("fact_id")
    mine = provenance[provenance["table"] == "facts"].set_index("key")
    joined = facts.join(mine[["column", "cell", "line"]])
    odd = joined[joined["value"] != joined["cell"]]
    assert set(odd["column"]) == {"year_of_ratification"}
    assert (odd["value"] == "none").all()
    assert (odd["to_year"] == odd["cell"].astype("Int64") - 1).all()
    assert (joined["row"] == joined["line"]).all()


def test_lines_stay_right_below_a_blank_line_and_a_cell_with_line_breaks(facts):
    lines = facts.lines("detention")
    broken = lines[1].replace('"No child', '"No\nchild', 1)
    assert "\n" in broken
    facts.write("detention", [lines[0], "", broken, *lines[2:]])
    curated, faults = read_curated(facts.folder)
    assert faults == []
    found = make_provenance(curated)
    found = found[found["file"].str.endswith("detention.csv")]
    lines_of.cache_clear()
    for row in found.itertuples():
        assert row_at(facts.folder / "detention.csv", row.line)[row.column] == row.cell
    assert found["line"].min() == 3
    assert sorted(found["line"].unique())[1] == 5


def test_every_file_of_a_build_says_what_it_was_made_from(tmp_path):
    folder = build_all(tmp_path, parts=(LevelsPart(),))
    manifest = geodata.load_manifest(current_build(tmp_path))
    assert folder.name
    assert set(manifest["made"]) == set(manifest["files"])
    for name, made in manifest["made"].items():
        assert made["code"], name
        assert made["used"], name
        known = {*manifest["inputs"], *manifest["files"]}
        assert {*made["code"], *made["used"]} <= known, name
    assert manifest["software"].startswith("childways ")


def test_every_built_table_is_declared():
    assert {f"{name}.parquet" for name in BUILT} <= set(MADE)
