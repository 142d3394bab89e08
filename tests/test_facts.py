"""The project's own curated facts: sourced, joined, coarse enough, and worded with dignity."""

import csv
import re

import geopandas as gpd
import pytest
import shapely

from geodata.build import make_facts
from geodata.build import shapes_file as world_shapes
from geodata.build.facts import sourced
from geodata.check import facts_folder, read_curated
from geodata.resources import CURATED

CITY_DECIMALS = 2  # about a kilometre
FEWEST = 10
WITHOUT_SHAPE = {"SMR", "XKX"}  # drawn as points, see geodata/shapes/README.md
OWN_WORDS = (
    "summary", "description", "drivers", "note", "name", "branch_name", "scope_note", "promise",
    "what", "result",
)  # fmt: skip
UNDIGNIFIED = re.compile(
    r"\billegal(ly)?\s+(child|im?migrant|migrant|migration|entr|alien|foreigner)"
    r"|\billegals\b|\bwaves?\s+of\b|\bin\s+waves\b|\b(migrant|refugee)\s+waves?\b"
    r"|\bflood(s|ed|ing)?\s+(of|into)\b|\bswarm|\bhordes?\b|\binvasion\s+of\s+(migrant|refugee)",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def curated():
    tables, faults = read_curated()
    assert faults == []
    return tables


@pytest.fixture(scope="module")
def made(curated):
    return make_facts(curated)


def cells(table, *columns):
    """Yield (line, column, text as it stands in the file)."""
    with (facts_folder() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        for row in (reader := csv.DictReader(file)):
            for column in columns:
                yield reader.line_num, column, row[column]


def test_every_value_that_loads_has_a_source_with_publisher_and_title(curated, made):
    facts, _ = made
    sources = curated["sources"].set_index("source_id")
    told = (curated[name] for name in ("commitments", "timeline", "practices"))
    whole = (curated["recorded_figures"], curated["stages"], curated["routes"])
    for used in (facts, *whole, *map(sourced, told)):
        assert set(used["source_id"]) <= set(sources.index)
    assert (sources["publisher"] != "").all()
    assert (sources["title"] != "").all()


def test_a_value_loads_or_is_withheld_and_never_both(made):
    facts, withheld = made
    assert not set(facts["fact_id"]) & set(withheld["fact_id"])


def test_what_names_no_source_stays_out(made):
    facts, withheld = made
    assert (facts["source_id"] != "").all()
    assert set(withheld["reason"]) == {"no source", "unknown", "not ranked"}


@pytest.mark.parametrize(
    "table", [name for name, schema in CURATED.items() if "iso3" in schema.columns]
)
def test_every_country_code_exists(curated, table):
    none = {""} if table == "corrections" else set()  # some are about no country
    assert set(curated[table]["iso3"]) <= set(curated.countries["iso3"]) | none


def test_every_stage_joins_a_route_a_country_and_a_source(curated):
    stages = curated["stages"]
    assert set(stages["route_id"]) == set(curated["routes"]["route_id"])
    assert set(stages["iso3"]) <= set(curated.countries["iso3"])
    assert set(stages["source_id"]) <= set(curated["sources"]["source_id"])


def test_every_journey_begins_at_its_origin(curated):
    first = curated["stages"].sort_values("order").groupby(["route_id", "branch"]).first()
    assert set(first["order"]) == {1}
    assert set(first["role"]) == {"origin"}


@pytest.mark.parametrize("table", ["stages", "countries"])
def test_no_coordinate_is_finer_than_a_city(curated, table):
    columns = {"stages": ("lat", "lon"), "countries": ("label_lat", "label_lon")}[table]
    if table == "stages":
        found = [text for _, _, text in cells(table, *columns)]
    else:
        found = [f"{value:g}" for name in columns for value in curated.countries[name]]
    too_fine = [text for text in found if len(text.partition(".")[2]) > CITY_DECIMALS]
    assert too_fine == []


def test_no_recorded_count_is_small_enough_to_point_at_a_child(curated):
    figures = curated["recorded_figures"]
    counts = figures[figures["unit"] != "percent"]
    assert (counts["value"] >= FEWEST).all()
    assert counts["lower"].dropna().ge(FEWEST).all()


def test_every_source_url_is_a_web_address():
    odd = [c for c in cells("sources", "url") if c[2] and not re.match(r"https?://\S+$", c[2])]
    assert odd == []


@pytest.mark.parametrize("name", CURATED)
def test_our_own_words_speak_of_children_with_dignity(name):
    # The title of a law or of a source stands as it was given: legal_basis, title.
    columns = [column for column in CURATED[name].columns if column in OWN_WORDS]
    found = [cell for cell in cells(name, *columns) if UNDIGNIFIED.search(cell[2])]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_undignified"),
    [
        ("Illegal migrants were held", True),
        ("illegal immigrants", True),
        ("a wave of arrivals", True),
        ("Flight in waves", True),
        ("a flood of people", True),
        ("conflict; hunger; floods", False),
        ("no person is illegal", False),
        ("full-scale invasion", False),
    ],
)
def test_the_list_of_undignified_words_knows_people_from_weather(text, is_undignified):
    assert bool(UNDIGNIFIED.search(text)) is is_undignified


def test_every_country_on_a_route_has_a_label_point_in_or_near_its_shape(curated):
    shapes = gpd.read_parquet(world_shapes()).set_index("iso3").geometry
    countries = curated.countries.set_index("iso3")
    on_routes = set(curated["stages"]["iso3"])
    assert on_routes - set(shapes.index) <= WITHOUT_SHAPE
    far = {
        iso3
        for iso3 in on_routes & set(shapes.index)
        if shapes[iso3].distance(shapely.Point(*countries.loc[iso3, ["label_lon", "label_lat"]]))
        > 0.1
    }
    assert far == set()


def test_every_stage_lies_in_or_near_its_country(curated):
    shapes = gpd.read_parquet(world_shapes()).set_index("iso3").geometry
    far = {
        row.place
        for row in curated["stages"].itertuples()
        if row.iso3 in shapes.index
        and shapes[row.iso3].distance(shapely.Point(row.lon, row.lat)) > 2.5
    }
    # On Christmas Island, which is drawn by itself (CXR) and governed from Australia.
    assert far == {"Flying Fish Cove"}
