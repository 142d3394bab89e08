"""Official figures explained: from an observation to the line of a publisher's answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from routes.chains import Cited, Link, Place
from routes.explaining import Explainer

_LINE = re.compile(r"^(?P<file>[^#;]+)#line (?P<line>\d+)")


def observed(by: Explainer, iso3: str, name: str, *, only: bool = False) -> Link:
    """Return the newest figure of a series for a country, not after the year, with its snapshot.

    Args:
        only: that of the year itself.

    Raises:
        UnknownNameError: there is no such series.
    """
    series = by.atlas.one_series(name)
    title = f"{by.country(iso3)}: {series.title}"
    every = by.atlas.observations(name, iso3=iso3)
    found = by.atlas.observations(name, iso3=iso3, year=by.year, latest=not only)
    found = found[found["value"].notna()]
    made = [_figure(by, row, title) for row in found.to_dict("records")]
    near = every["year"] == by.year if only else every["year"] <= by.year
    withheld = every[(every["withheld"] != "") & near]
    if not made:
        said = f"No figure of {by.year}{'' if only else ' or before'} is published here."
        if len(withheld):
            said = "A figure is held back: a small count, or one that would give it away."
        made = [
            Link(kind="unknown", name=f"unknown/{iso3}/{name}/{by.year}",
                 title=f"Not known: {series.title}", said=said)
        ]  # fmt: skip
    known = made[0].value
    return Link(
        kind="figures",
        name=f"observed/{iso3}/{name}/{by.year}",
        title=title,
        value=known,
        said=f"{series.counted.rstrip('.')}. Stands beside the levels and makes none."
        if series.feeds == "beside"
        else series.counted,
        as_of_year=made[0].as_of_year,
        place=by.atlas.origins.place("series", name),
        made_from=tuple(made),
    )


def _figure(by: Explainer, row: Mapping[Any, Any], title: str) -> Link:
    year, unit = int(row["year"]), str(row["unit"]).replace("_", " ")
    bounds = [
        f"{word} {row[name]:.15g}"
        for name, word in (("lower", "at least"), ("upper", "at most"))
        if pd.notna(row[name])
    ]
    told = [str(row["note"]).rstrip("."), *bounds, f"Status: {row['status']}"]
    return Link(
        kind="figure",
        name=f"observation/{row['series']}/{row['iso3']}/{year}/{row['source_id']}",
        title=f"{title}, {year} ({unit})",
        value=f"{row['value']:.15g}",
        said=". ".join(part for part in told if part) + ".",
        as_of_year=year,
        step=by.atlas.origins.step("observations.parquet"),
        made_from=(
            read_from(by, str(row["snapshot"]), str(row["locator"]), str(row["source_id"])),
        ),
    )


def read_from(by: Explainer, snapshot: str, locator: str, source_id: str) -> Link:
    """Return where in a publisher's answer a figure was read; the locator says all of it."""
    match = _LINE.match(locator)
    file = f"{snapshot}/{match['file'] if match else locator.partition('#')[0]}"
    source = snapshot.partition("/")[0]
    parser = f"geodata/connectors/{'copies' if source == 'gapminder' else source}.py"
    checksum = by.atlas.origins.checksum(parser)
    return Link(
        kind="cell",
        name=f"cell/{snapshot}/{locator}",
        title=f"Snapshot {snapshot}: {locator.replace('#', ', ')}",
        said="As received, before anything was worked out; kept compressed."
        + (f" Read by {parser}, sha256 {checksum[:12]}…." if checksum else ""),
        place=Place(file=file, line=int(match["line"]) if match else None),
        made_from=(_snapshot(by, snapshot, source_id),),
    )


def _snapshot(by: Explainer, name: str, source_id: str) -> Link:
    source = by.source(source_id)
    table = by.atlas.official.snapshots
    rows = table[table["snapshot"] == name].to_dict("records")
    if not rows:
        return source
    row = rows[0]
    made = {"copy": "A third party's copy", "recorded": "From the publisher's own service",
            "synthetic": "Made up to test with"}  # fmt: skip
    cited = Cited(
        source_id=source_id,
        publisher=str(row["publisher"]),
        title=str(row["title"]),
        year=None,
        url=str(row["url"]),
        licence=str(row["licence"]),
        retrieved=str(row["retrieved"]),
    )
    return Link(
        kind="snapshot",
        name=f"snapshot/{name}",
        title=f"Snapshot {name}",
        said=f"{made[str(row['made'])]}, received {str(row['retrieved'])[:10]}.",
        place=Place(file=name, sha256=str(row["sha256"])),
        made_from=(
            Link(
                kind="source",
                name=source.name,
                title=f"{cited.publisher}: {cited.title}",
                place=source.place,
                source=cited,
            ),
        ),
    )
