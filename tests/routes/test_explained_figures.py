"""An official figure leads to the line of the publisher's answer that it was read from."""

import csv
import gzip
import io

import pytest

import routes
from geodata import snapshots
from routes.chains import ENDS
from routes.explained import explain

# Series whose value stands in the answer as it is -> the column that holds it.
COPIED = {
    "idmc_idps_conflict": "total",
    "inform_risk": "INFORM RISK",
    "ucdp_deaths": "best",
}


@pytest.fixture(scope="module")
def atlas():
    return routes.load()


def answer_of(place, snapshot):
    """The file of a bundled snapshot, unpacked."""
    source, _, day = snapshot.partition("/")
    held = snapshots.read(snapshots.bundled_root() / source / day)
    name = place.file.rpartition("/")[2]
    return gzip.decompress(held.read(f"{name}.gz")).decode("utf-8"), held


@pytest.mark.parametrize("series", COPIED)
def test_the_line_of_the_answer_holds_the_figure(atlas, series):
    rows = atlas.observations(series)
    rows = rows[rows["value"].notna() & (rows["withheld"] == "")]
    for row in rows.sample(min(12, len(rows)), random_state=1).itertuples():
        chain = explain(atlas, row.iso3, series, year=max(int(row.year), 1900))
        (figure,) = chain.top.made_from
        (cell,) = figure.made_from
        (snapshot,) = cell.made_from
        assert float(figure.value) == row.value
        assert figure.as_of_year == row.year
        text, held = answer_of(cell.place, row.snapshot)
        lines = text.splitlines()
        found = dict(zip(next(csv.reader(lines[:1])),
                         next(csv.reader(io.StringIO(lines[cell.place.line - 1]))),
                         strict=True))  # fmt: skip
        assert float(found[COPIED[series]]) == row.value
        assert snapshot.place.sha256 == held.sha256
        (source,) = chain.sources
        assert source.retrieved == held.retrieved
        assert source.url
        assert source.licence


def test_every_series_of_a_country_has_a_chain_that_ends(atlas):
    for series in atlas.series():
        chain = explain(atlas, "LBY", series.series, year=2024)
        for _, link in chain.walk():
            assert link.made_from or link.kind in ENDS
        assert chain.sources or chain.unknowns


def test_a_figure_that_is_held_back_or_missing_is_an_unknown_with_the_reason(atlas):
    chain = explain(atlas, "LBY", "unhcr_idps", year=1950)
    assert chain.top.value is None
    assert "No figure of 1950 or before" in chain.unknowns[0].said
