"""The atlas with two own facts of a reader, built once."""

import shutil

import pytest

from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data
from geodata.build import build_all
from geodata.own import read_own
from routes.kept_levels import LevelsPart

NAME = "Our office"
HEADS = {
    "sources": "source_id,publisher,title,year,url,licence",
    "detention": "iso3,from_year,to_year,law_unaccompanied,law_families,practice_unaccompanied,"
    "practice_families,min_age_detainable,max_days_children,alternatives_in_law,summary,"
    "legal_basis,source_id,evidence,confidence",
}
ROWS = {
    "sources": "visit-2025,Our office,Visits to reception centres,2025,,",
    "detention": "LBY,2023,,unknown,unknown,none_reported,unknown,,,unknown,"
    "Our visitors met no child who was held.,,visit-2025,read,medium",
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    mine = tmp_path_factory.mktemp("own")
    for name, head in HEADS.items():
        (mine / f"{name}.csv").write_text(f"{head}\n{ROWS[name]}\n", "utf-8")
    return mine


@pytest.fixture(scope="session")
def built(folder, tmp_path_factory):
    root = tmp_path_factory.mktemp("built-own")
    build_all(root, own=read_own(folder, NAME), parts=(LevelsPart(),))
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def own_data(built):
    return Data.load(built)


@pytest.fixture(scope="session")
def own_client(own_data, client_of):
    return client_of(create_app(Config(access_log=False, pictures=0), own_data))
