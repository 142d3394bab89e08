"""Every resource, and one Data Package as the command writes it, made once."""

from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest

from dashboard.cli import main
from dashboard.exports.derived import CRS
from dashboard.exports.resource import Catalogue, Resource, tidy
from dashboard.exports.terms import OURS, Edition
from geodata.schema import Field, TableSchema

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    '=HYPERLINK("https://example.org","here")',
    "{=1+1}",
    '"=1+1',
    "<script>alert(1)</script>",
    "]]><f>1+1</f>",
    "https://example.org/a",
    "12",
    "TRUE",
    "_x0041_",
    "a,b;c\td\r\ne",
    "رحلة \u202egnp",
    "😀",
)


@pytest.fixture(scope="session")
def catalogue(data):
    return Catalogue(data)


@pytest.fixture(scope="session")
def resources(catalogue):
    return {name: catalogue[name] for name in catalogue.schemas}


@pytest.fixture(scope="session")
def edition(catalogue):
    return catalogue.edition


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """The package, as the command wrote it: its folder, and its zip."""
    place = tmp_path_factory.mktemp("package")
    asked = [str(place / "new" / "childways"), "--zip", str(place / "childways.zip")]
    assert main(["package", *asked]) == 0
    return SimpleNamespace(folder=place / "new" / "childways", zip=place / "childways.zip")


@pytest.fixture
def hostile():
    """A layer of which every text means harm; its numbers are honest."""
    schema = TableSchema(
        name="hostile",
        title='=1+1 "<b>"',
        fields=(
            Field(name="text", kind="string", meaning="=2+2"),
            Field(name="number", kind="number", meaning="-1 is a number.", unit="@home"),
        ),
        key=("text",),
        geometry="Point",
    )
    numbers = [-1.5 - i for i in range(len(HOSTILE))]
    points = gpd.points_from_xy([-10.0] * len(HOSTILE), [-5.0] * len(HOSTILE))
    frame = gpd.GeoDataFrame({"text": HOSTILE, "number": numbers}, geometry=points, crs=CRS)
    return Resource(
        schema=schema,
        about="=3+3",
        terms=(OURS,),
        frame=tidy(schema, frame),
        sources=pd.DataFrame(),
    )


@pytest.fixture
def some_edition():
    return Edition(data_version="=4+4", newest_source_year=2026, levels_year=2025)
