"""What is handed out is what the model holds."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

import geodata
from dashboard.data import Data
from dashboard.exports.derived import AGE
from dashboard.exports.resource import ABOUT, Catalogue
from dashboard.exports.terms import ALL_TERMS
from geodata.resources import BUILT
from routes import LAST_YEAR, Child
from routes.model import COMPANIES, STATUSES


def test_every_built_table_and_layer_is_there_and_two_that_the_model_derives(catalogue):
    assert set(catalogue.schemas) == {*BUILT, "legs", "levels"}
    assert set(ABOUT) == set(catalogue.schemas)


@pytest.mark.parametrize("name", BUILT)
def test_a_built_resource_holds_every_value_of_the_build(resources, name):
    schema = BUILT[name]
    load = geodata.load_layer if schema.geometry else geodata.load_table
    built = load(name).sort_values(list(schema.key), ignore_index=True)
    frame = resources[name].frame.sort_values(list(schema.key), ignore_index=True)
    for field in schema.fields:
        expected = built[field.name].astype(field.dtype).replace("", pd.NA)
        pd.testing.assert_series_equal(frame[field.name], expected, check_names=False)
    if schema.geometry:
        assert shapely.equals(frame.geometry.array, built.geometry.array).sum() == (
            built.geometry.notna().sum()
        )


@pytest.mark.parametrize("name", [*BUILT, "legs", "levels"])
def test_a_resource_keeps_to_its_declaration(resources, name):
    resource = resources[name]
    assert resource.schema.faults_of_built(resource.frame) == []
    for field in resource.flat_fields:
        column = resource.flat[field.name]
        assert not (field.required and column.isna().any()), field.name
        assert not field.allowed or set(column.dropna()) <= set(field.allowed), field.name
        if field.minimum is not None:
            assert column.dropna().between(field.minimum, field.maximum or np.inf).all()


def test_levels_are_those_of_the_model(data, resources):
    levels = resources["levels"].frame
    assert len(levels) == len(data.iso3s) * 6 * 8
    for iso3 in ("LBY", "ITA", "XKX"):
        for company in COMPANIES:
            for status in STATUSES:
                child = Child(age=AGE, company=company, status=status)
                mine = levels[
                    (levels["iso3"] == iso3)
                    & (levels["company"] == company)
                    & (levels["status"] == status)
                ].set_index("goal")
                for goal, level in data.atlas.levels(iso3, child, LAST_YEAR).items():
                    row = mine.loc[goal]
                    assert (None if pd.isna(row["level"]) else row["level"]) == level.value
                    assert np.float32(row["known_share"]) == np.float32(level.known_share)
                    assert row["is_unchecked"] == ("yes" if level.is_unchecked else "no")


def test_a_share_is_told_in_as_few_digits_as_name_it(resources):
    shares = resources["levels"].frame["known_share"]
    assert max(len(repr(share)) for share in shares.tolist()) <= len("0.33333334")
    assert 0.2 in set(shares)


def test_an_unknown_level_is_empty_and_never_zero(resources):
    levels = resources["levels"].frame
    assert levels["level"].isna().any()
    assert levels.loc[levels["goal"] == 5, "level"].isna().all()  # that goal is not judged


def test_legs_are_those_of_the_model(data, resources):
    legs = resources["legs"].frame
    journeys = [j for route in data.atlas.routes.values() for j in route.journeys]
    model = pd.concat([j.legs_frame() for j in journeys], ignore_index=True)
    assert len(legs) == len(model)
    for name in ("route_id", "branch", "from_order", "to_order", "from_iso3", "to_iso3"):
        assert legs[name].tolist() == model[name].tolist()
    assert [None if pd.isna(mode) else mode for mode in legs["mode"]] == model["mode"].tolist()
    assert np.allclose(legs["distance_km"].astype(float), model["distance_km"], rtol=0, atol=5e-4)
    assert legs.geometry.geom_type.unique().tolist() == ["MultiLineString"]
    mine = shapely.get_coordinates(legs.geometry.array)
    assert np.allclose(mine, shapely.get_coordinates(model.geometry.array), rtol=0, atol=1e-6)


def test_outlines_turn_counterclockwise(resources):
    for name in ("countries", "countries_detail"):
        polygons = shapely.get_parts(resources[name].frame.geometry.dropna().array)
        assert shapely.is_ccw(shapely.get_exterior_ring(polygons)).all()


def test_data_of_another_build_than_the_one_in_use_is_not_handed_out(data):
    other = Data(replace(data.atlas, data_version="000000000000"))
    with pytest.raises(geodata.DataError, match=r"000000000000 was loaded\. Start again"):
        Catalogue(other)


def test_every_part_of_the_data_in_the_licences_has_its_terms_here():
    text = (Path(__file__).parents[3] / "DATA_LICENCES.md").read_text(encoding="utf-8")
    parts = [line.split(" | ")[0] for line in text.partition("\n## ")[0].splitlines()[4:]]
    rows = {part.removeprefix("| ") for part in parts if part.startswith("| ")}
    # Not data that are taken home: what draws the page, how codes are read, what one fetches.
    elsewhere = {
        "Fonts",
        "Map panning",
        "Country codes",
        "Official figures fetched by `childways fetch`",
    }
    assert rows - elsewhere == {term.what for term in ALL_TERMS}
