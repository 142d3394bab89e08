"""Data versions name what tables say, not how some program wrote them."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geodata.contents import content_digest, file_content, read_frame


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "iso3": pd.Series(["ITA", "LBY"], dtype="string"),
            "year": pd.Series([2020, None], dtype="Int64"),
            "share": [0.1, 0.25],
        }
    )


def test_the_same_table_written_in_other_bytes_says_the_same(table, tmp_path):
    table.to_parquet(tmp_path / "a.parquet", compression="zstd")
    table.to_parquet(tmp_path / "b.parquet", compression="gzip")
    assert (tmp_path / "a.parquet").read_bytes() != (tmp_path / "b.parquet").read_bytes()
    assert file_content(tmp_path / "a.parquet") == file_content(tmp_path / "b.parquet")
    assert file_content(tmp_path / "a.parquet") == content_digest(table)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.assign(share=[0.1, 0.2500001]),
        lambda t: t.assign(year=pd.Series([2020, 0], dtype="Int64")),
        lambda t: t.rename(columns={"share": "part"}),
        lambda t: t[::-1],
        lambda t: t[["year", "iso3", "share"]],
    ],
    ids=["a value", "empty is not 0", "a name", "the order of rows", "the order of columns"],
)
def test_any_change_is_another_content(table, change):
    assert content_digest(change(table)) != content_digest(table)


def test_shapes_count(tmp_path):
    layer = gpd.GeoDataFrame({"iso3": ["ITA"]}, geometry=[Point(12, 41)], crs="EPSG:4326")
    layer.to_parquet(tmp_path / "a.parquet")
    assert content_digest(read_frame(tmp_path / "a.parquet")) == content_digest(layer)
    moved = layer.set_geometry([Point(12, 41.0001)], crs="EPSG:4326")
    assert content_digest(moved) != content_digest(layer)


def test_line_ends_of_a_text_do_not_count(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"rule,level\nA,2\n")
    (tmp_path / "b.csv").write_bytes(b"rule,level\r\nA,2\r\n")
    (tmp_path / "c.csv").write_bytes(b"rule,level\nA,3\n")
    assert file_content(tmp_path / "a.csv") == file_content(tmp_path / "b.csv")
    assert file_content(tmp_path / "a.csv") != file_content(tmp_path / "c.csv")
