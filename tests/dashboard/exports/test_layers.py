"""GeoJSON and GeoPackage, read back."""

import json
import sqlite3
from contextlib import closing
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from dashboard.exports.derived import LEGS
from dashboard.exports.layers import to_geojson, to_geopackage, write_geopackage
from dashboard.exports.styles import STYLES, Style, Symbol
from geodata.resources import BUILT, MODES, ROLES

LAYERS = [name for name, schema in {**BUILT, "legs": LEGS}.items() if schema.geometry]


@pytest.mark.parametrize("name", LAYERS)
def test_geojson_holds_the_values_and_shapes_of_the_frame(resources, edition, name):
    resource = resources[name]
    content = json.loads(to_geojson(resource, edition))
    features = content["features"]
    rows = pd.DataFrame([feature["properties"] for feature in features], dtype=object)
    assert tuple(rows.columns) == resource.schema.columns
    for field in resource.schema.fields:
        pd.testing.assert_series_equal(
            rows[field.name].astype(field.dtype), resource.frame[field.name]
        )
    for feature, shape in zip(features, resource.frame.geometry, strict=True):
        if shape is None:
            assert feature["geometry"] is None
        else:
            found = shapely.geometry.shape(feature["geometry"])
            assert shapely.equals_exact(found, shape, tolerance=1e-6)


@pytest.mark.parametrize("name", LAYERS)
def test_geojson_is_as_rfc_7946_says(resources, edition, name):
    content = json.loads(to_geojson(resources[name], edition))
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content
    assert content["childways"]["citation"] == edition.citation
    ids = [feature["id"] for feature in content["features"]]
    assert len(set(ids)) == len(ids)
    for feature in content["features"]:
        if feature["geometry"] is None:
            continue
        shape = shapely.geometry.shape(feature["geometry"])
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        if shape.geom_type == "MultiPolygon":
            for polygon in shape.geoms:
                assert polygon.exterior.is_ccw
                assert not any(hole.is_ccw for hole in polygon.interiors)


@pytest.fixture(scope="module")
def everything(resources, edition, tmp_path_factory):
    path = tmp_path_factory.mktemp("gpkg") / "childways.gpkg"
    write_geopackage(resources.values(), edition, path)
    return path


@pytest.mark.parametrize("name", [*BUILT, "legs", "levels"])
def test_a_geopackage_holds_the_values_and_shapes_of_the_frame(resources, everything, name):
    resource = resources[name]
    found = gpd.read_file(everything, layer=name)
    if resource.is_layer:
        assert found.crs == "EPSG:4326"
        assert (
            shapely.equals_exact(found.geometry.array, resource.frame.geometry.array).sum()
            == resource.frame.geometry.notna().sum()
        )
    for field in resource.schema.fields:
        column = found[field.name]
        if field.kind == "integer":
            column = column.astype("Float64")
        pd.testing.assert_series_equal(
            column.astype(field.dtype), resource.frame[field.name], check_names=False
        )


def test_a_geopackage_opens_styled(everything):
    with closing(sqlite3.connect(everything)) as base:
        rows = base.execute(
            "SELECT s.f_table_name, s.f_geometry_column, s.styleQML, s.useAsDefault "
            "FROM layer_styles s JOIN gpkg_geometry_columns g "
            "ON g.table_name = s.f_table_name AND g.column_name = s.f_geometry_column"
        ).fetchall()
        (listed,) = base.execute(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
        ).fetchone()
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert listed == "attributes"
    assert {row[0] for row in rows} == set(LAYERS)
    assert {row[3] for row in rows} == {1}
    styles = {row[0]: ElementTree.fromstring(row[2]) for row in rows}
    assert _categories(styles["stages"]) == list(ROLES)
    assert _categories(styles["legs"]) == [*MODES, ""]
    forms = {
        symbol.get("name"): symbol.find(".//Option[@name='name']").get("value")
        for symbol in styles["stages"].iter("symbol")
    }
    assert list(forms.values()) == ["circle", "diamond", "circle"]
    fills = [
        symbol.find(".//Option[@name='color']").get("value")
        for symbol in styles["stages"].iter("symbol")
    ]
    assert fills[0] != fills[2]  # an open ring and a full dot
    assert styles["countries"].find("renderer-v2").get("type") == "singleSymbol"


def _categories(style):
    return [category.get("value") for category in style.iter("category")]


def test_every_value_that_a_style_tells_apart_is_in_the_layer(resources):
    for name, style in STYLES.items():
        if style.column:
            told = {symbol.value for symbol in style.symbols if symbol.value}
            assert set(resources[name].frame[style.column].dropna()) <= told


def test_hostile_words_do_not_leave_their_place_in_a_style():
    words = '"/><evil a="'
    symbol = Symbol(value=words, label=words, looks={words: words})
    style = Style(name=words, draws="SimpleLine", column=words, symbols=(symbol,))
    tree = ElementTree.fromstring(style.qml())
    assert tree.find(".//evil") is None
    assert tree.find(".//category").get("label") == words


def test_hostile_text_stays_itself_where_nothing_runs_it(hostile, some_edition, tmp_path):
    content = json.loads(to_geojson(hostile, some_edition))
    texts = [feature["properties"]["text"] for feature in content["features"]]
    assert texts == hostile.frame["text"].tolist()
    path = tmp_path / "hostile.gpkg"
    path.write_bytes(to_geopackage(hostile, some_edition))
    assert gpd.read_file(path, layer="hostile")["text"].tolist() == hostile.frame["text"].tolist()


def test_layers_are_the_same_bytes_twice(resources, edition):
    for write in (to_geojson, to_geopackage):
        assert write(resources["stages"], edition) == write(resources["stages"], edition)


def test_a_leg_is_a_line_over_the_ground(resources):
    legs = resources["legs"].frame
    first = legs.iloc[0]
    ends = shapely.get_coordinates(first.geometry)[[0, -1]]
    assert np.allclose(ends, [[first.from_lon, first.from_lat], [first.to_lon, first.to_lat]])
