"""CSV and Parquet, read back."""

import csv
import io
import json

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.exports.cells import harmless, is_formula, printable
from dashboard.exports.derived import LEGS, LEVELS
from dashboard.exports.tables import to_csv, to_parquet
from geodata.resources import BUILT

NAMES = [*BUILT, "legs", "levels"]


def read_csv(content, fields):
    """Read a CSV file with the declared types, as a reader would."""
    types = {field.name: field.dtype for field in fields}
    return pd.read_csv(io.BytesIO(content), dtype=types, keep_default_na=False, na_values=[""])


@pytest.mark.parametrize("name", NAMES)
def test_csv_holds_the_values_of_the_frame(resources, edition, name):
    resource = resources[name]
    found = read_csv(to_csv(resource, edition), resource.flat_fields)
    pd.testing.assert_frame_equal(found, resource.flat)


@pytest.mark.parametrize("name", NAMES)
def test_parquet_holds_the_values_and_shapes_of_the_frame(resources, edition, name):
    resource = resources[name]
    file = io.BytesIO(to_parquet(resource, edition))
    if resource.is_layer:
        found = gpd.read_parquet(file)
        assert found.crs == "EPSG:4326"
        assert found.geometry.geom_equals(resource.frame.geometry).sum() == (
            resource.frame.geometry.notna().sum()
        )
        found = pd.DataFrame(found.drop(columns="geometry"))
    else:
        found = pd.read_parquet(file)
    expected = pd.DataFrame(resource.frame[list(resource.schema.columns)])
    pd.testing.assert_frame_equal(found.astype(expected.dtypes), expected)


def test_a_csv_file_is_as_rfc_4180_says(resources, edition):
    content = to_csv(resources["routes"], edition)
    assert content.startswith(b"route_id,name,")
    assert content.endswith(b"\r\n")
    content.decode("utf-8")


def test_points_have_their_coordinates_in_csv(resources, edition):
    header = to_csv(resources["stages"], edition).decode().splitlines()[0]
    assert header.endswith(",lon,lat")


def test_parquet_says_what_it_is_and_what_its_columns_mean(resources, edition):
    found = pq.read_schema(io.BytesIO(to_parquet(resources["legs"], edition)))
    about = json.loads(found.metadata[b"childways"])
    assert about["data_version"] == edition.data_version
    assert about["citation"] == edition.citation
    assert b"geo" in found.metadata
    notes = found.field("distance_km").metadata
    assert notes[b"unit"] == b"km"
    assert b"lower bound" in notes[b"description"]


def test_hostile_text_is_neutralised_in_csv_and_numbers_stay_numbers(hostile, some_edition):
    text = to_csv(hostile, some_edition).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for row, meant, number in zip(
        rows, hostile.frame["text"], hostile.frame["number"], strict=True
    ):
        assert row["text"] in (meant, f"'{meant}")
        assert not is_formula(row["text"])
        assert float(row["number"]) == number
        assert row["lon"] == "-10"


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"]
)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(sign):
    assert harmless(f"{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("text", ["", "a=b", "'=1", "12", "é", "a\n=1", "(-1)"])
def test_other_text_is_left_as_it_is(text):
    assert harmless(text) == text


def test_what_a_file_of_excel_can_not_hold_is_replaced():
    assert printable("a\x00b\x1bc\ud800d\ne\tf") == "a\ufffdb\ufffdc\ufffdd\ne\tf"


def test_derived_tables_are_declared_like_the_built_ones():
    for schema in (LEGS, LEVELS):
        assert all(field.meaning for field in schema.fields)
        assert set(schema.key) <= set(schema.columns)
