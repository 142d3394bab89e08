"""A tiny world whose facts a test writes by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import routes
from geodata.resources import FACTS
from routes import Atlas, Child, Journey, Profile, Protection, Route, Stage, load_rubrics
from routes.protection import UNKNOWN

KINDS = {"detention_practice": "practice", "tip_tier": "assessment"}


def fact(measure, value, **more):
    """One fact on Aland, open from 2010, read in its source in 2020, unless said otherwise."""
    kind = KINDS.get(measure, "commitment" if measure.startswith("treaty_") else "rule")
    row = {
        "table": "hand", "row": 2, "iso3": "AAA", "measure": measure, "kind": kind,
        "value": value, "group": "all", "company": "any", "min_age_detainable": pd.NA,
        "max_days_children": pd.NA, "from_year": 2010, "to_year": pd.NA, "as_of_year": 2020,
        "summary": "", "legal_basis": "", "source_id": "book", "evidence": "read",
        "confidence": "high",
    } | more  # fmt: skip
    parts = (measure, value, *(str(row[k]) for k in ("iso3", "group", "company", "from_year")))
    return {"fact_id": "/".join(parts) + row["evidence"]} | row


def protection(*facts, countries=("AAA",)):
    frame = pd.DataFrame(list(facts), columns=list(FACTS.columns))
    frame = frame.astype({field.name: field.dtype for field in FACTS.fields})
    return Protection(frame, load_rubrics(), countries)


RUBRICS = load_rubrics()
NAMES = {"AAA": "Aland", "BBB": "Bland", "CCC": "Cland", "DDD": "Dland", "EEE": "Eland"}


def way(*iso3s, route_id="by-hand", branch="main"):
    """A documented journey through these countries, one place in each."""
    roles = ["origin", *["transit"] * (len(iso3s) - 2), "destination"]
    return Journey(
        route_id=route_id,
        branch=branch,
        name="By hand",
        stages=tuple(
            Stage(
                order=order, iso3=iso3, role=role, place=f"{NAMES.get(iso3, iso3)} City",
                lon=10.0 * order, lat=5.0, mode="land" if order > 1 else None,
                source_id="book", evidence="read",
            )
            for order, (iso3, role) in enumerate(zip(iso3s, roles, strict=False), start=1)
        ),
    )  # fmt: skip


def profiled(journey, levels, *, unchecked=(), values=(), year=2024, checked_only=False):
    """A profile whose levels a test writes by hand.

    Args:
        levels: country -> level by goal; what is not named is unknown.
        unchecked: (country, goal) or (country, measure) with an unopened source behind it.
        values: (country, measure, value).
    """
    measures = list(RUBRICS.measures)
    shape = (len(journey.stages), 6)
    cells = np.full(shape, UNKNOWN, np.int8)
    named = np.zeros(shape, np.bool_)
    codes = np.full((shape[0], len(measures)), UNKNOWN, np.int8)
    codes_named = np.zeros(codes.shape, np.bool_)
    for s, iso3 in enumerate(journey.iso3s):
        for goal, level in levels.get(iso3, {}).items():
            cells[s, goal - 1] = level
        for where, what in unchecked:
            if where == iso3 and isinstance(what, int):
                named[s, what - 1] = True
            elif where == iso3:
                codes_named[s, measures.index(what)] = True
        for where, measure, value in values:
            if where == iso3:
                order = {step.value: step.order for step in RUBRICS.steps(measure)}
                codes[s, measures.index(measure)] = order[value]
    return Profile(
        journey=journey, child=Child(), year=year, checked_only=checked_only,
        names={iso3: NAMES.get(iso3, iso3) for iso3 in journey.iso3s}, rubrics=RUBRICS,
        levels=cells, unchecked=named, known_shares=(cells != UNKNOWN).astype(np.float32),
        values=codes, values_unchecked=codes_named,
    )  # fmt: skip


def small_atlas(*facts, journeys=()):
    """An atlas of five countries in a row, with the facts and journeys given."""
    countries = gpd.GeoDataFrame(
        {"iso3": list(NAMES), "name": list(NAMES.values()), "kind": "country",
         "label_lon": [0.0, 10.0, 20.0, 170.0, -170.0], "label_lat": [0.0, 5.0, 10.0, 0.0, 0.0]},
        geometry=[None] * len(NAMES), crs="EPSG:4326",
    ).set_index("iso3", drop=False)  # fmt: skip
    found = {}
    for journey in journeys:
        found.setdefault(journey.route_id, []).append(journey)
    return Atlas(
        countries=countries,
        routes={
            route_id: Route(
                route_id=route_id, name=route_id.title(), region="", description="", drivers="",
                source_id="book", evidence="read", journeys=tuple(ways),
            )
            for route_id, ways in found.items()
        },
        sources=pd.DataFrame(),
        withheld=pd.DataFrame(),
        recorded_figures=pd.DataFrame({"route_id": []}),
        protection=protection(*facts, countries=tuple(NAMES)),
        rubrics=RUBRICS,
        versions=pd.DataFrame(),
        corrections=pd.DataFrame(),
        data_version="hand",
        manifest={},
    )  # fmt: skip


@pytest.fixture(scope="session")
def atlas():
    """The real one, as built."""
    return routes.load()


@pytest.fixture
def girl():
    return Child(age=15, company="alone", status="asylum_seeker")
