"""Cells as publishers write them: empty is missing, never zero."""

import pytest

from geodata.errors import DataError
from geodata.tidy import FLOWS, OBSERVATIONS, frame, number


@pytest.mark.parametrize("cell", [None, "", " ", "-", "..", ":", "NaN"])
def test_a_cell_without_a_figure_is_missing(cell):
    assert number(cell, "x.json, item 1") is None


@pytest.mark.parametrize(("cell", "value"), [("0", 0), (0, 0), ("1,234", 1234), ("12.5", 12.5)])
def test_a_cell_with_a_figure_is_that_figure(cell, value):
    assert number(cell, "x.json, item 1") == value


@pytest.mark.parametrize("cell", ["<5", "NA", "inf", "twelve"])
def test_anything_else_is_refused_with_its_place(cell):
    with pytest.raises(DataError, match=r"x\.json, item 1: found"):
        number(cell, "x.json, item 1")


def test_a_frame_has_every_declared_column_and_keeps_what_is_missing():
    made = frame(FLOWS, [{"series": "s", "value": None}, {"series": "s", "value": 3}])
    assert tuple(made.columns) == FLOWS.columns
    assert made["value"].isna().tolist() == [True, False]
    assert made["origin_iso3"].tolist() == ["", ""]
    assert frame(OBSERVATIONS, []).dtypes["year"] == "Int64"
