"""Eurostat: asylum applicants considered to be unaccompanied minors (migr_asyunaa), JSON-stat.

Eurostat rounds to the nearest 5. ``value`` is sparse: a cell that is absent is missing, and one
with the status ``:`` is missing, too. Country codes are ISO 3166-1 alpha-2 with EL and UK.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from geodata import countries
from geodata.connectors.asking import (
    AnswerError,
    Ask,
    Connector,
    Files,
    Options,
    Step,
    Tidy,
    json_of,
    need,
)
from geodata.snapshots import Origin
from geodata.tidy import FLOWS, frame, number

DATASET = "migr_asyunaa"
NEEDED = ("id", "size", "dimension", "value")
SERIES = "eurostat_unaccompanied_applicants"


def plan(options: Options) -> list[Ask]:
    """Return the one request: all countries and citizenships, both sexes and all ages together."""
    return [
        Ask(
            file=f"{DATASET}.json",
            path=f"statistics/1.0/data/{DATASET}",
            query={
                "format": "JSON", "lang": "EN", "sex": "T", "age": "TOTAL", "unit": "PER",
                "sinceTimePeriod": str(options["first_year"]),
            },
        )
    ]  # fmt: skip


def after(_ask: Ask, content: bytes) -> Step:
    """Check that the cube is one, and has the dimensions we read."""
    _cube(content)
    return Step()


def parse(files: Files) -> Tidy:
    """Read the cube: one row for each cell that has a value."""
    flows = []
    for where, content in files:
        cube, names, labels = _cube(content)
        values = cube["value"]
        for position, labelled in enumerate(product(*labels)):
            key = str(position)
            given = values.get(key) if isinstance(values, dict) else values[position]
            cell = dict(zip(names, labelled, strict=True))
            value = number(given, f"{where.file}, cell {position}")
            if value is None or (cell.get("sex", "T"), cell.get("age", "TOTAL")) != ("T", "TOTAL"):
                continue
            flows.append({
                "series": SERIES,
                "origin_iso3": countries.read(cell["citizen"], "eurostat").iso3,
                "destination_iso3": countries.read(cell["geo"], "eurostat").iso3,
                "year": int(cell["time"][:4]), "group": "unaccompanied", "value": value,
                "unit": "people", **where.row(f"value/{position}"),
            })  # fmt: skip
    return Tidy(flows=frame(FLOWS, flows))


def _cube(content: bytes) -> tuple[dict[str, Any], list[str], list[list[str]]]:
    cube = json_of(content)
    if isinstance(cube, dict) and "error" in cube:
        raise AnswerError(f"the service said: {cube['error']}")
    need(cube, NEEDED, "the cube")
    names = [str(name) for name in cube["id"]]
    need(names, ("citizen", "geo", "time"), "the list of dimensions")
    labels = []
    for name, size in zip(names, cube["size"], strict=True):
        index = cube["dimension"][name]["category"]["index"]
        order = sorted(index, key=lambda n: index[n]) if isinstance(index, dict) else list(index)
        if len(order) != size:
            raise AnswerError(f"dimension {name} has {len(order)} labels, and its size is {size}")
        labels.append(order)
    if isinstance(cube["value"], list) and len(cube["value"]) != prod(cube["size"]):
        raise AnswerError("the number of values is not the product of the sizes: it is cut short")
    return cube, names, labels


CONNECTOR = Connector(
    origin=Origin(
        source="eurostat",
        source_id="eurostat-migr-asyunaa",
        publisher="Eurostat",
        title="Asylum applicants considered to be unaccompanied minors (migr_asyunaa)",
        licence="Reuse with acknowledgement (Eurostat); CC BY 4.0 unless noted",
        licence_url="https://ec.europa.eu/eurostat/about-us/policies/copyright",
        note="Rounded to the nearest 5.",
    ),
    base="https://ec.europa.eu/eurostat/api/dissemination/",
    plan=plan,
    after=after,
    parse=parse,
    options={"first_year": 2008},
)
