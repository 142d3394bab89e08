"""Counts of movement records on a journey's page: whose they are; made-up ones are no fact."""

import re
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

from dashboard.components.way_counts import way_counts
from dashboard.config import Config
from dashboard.markup import to_html
from geodata.records.kept import BY, KeptCounts

NUMBERS = (
    "people", "months", "children", "children_months", "least_known", "most_known",
    "withheld_months",
)  # fmt: skip


def kept(made, *rows):
    table = pd.DataFrame(rows, columns=[*BY, *NUMBERS]).astype(dict.fromkeys(NUMBERS, "Int64"))
    return KeptCounts(
        place="counts", made=made, counted_on="2026-11-25", near_km=50, stages=table
    )  # fmt: skip


TWO = ((1200, 12, 300, 5, 60, 80, 2), (50, 1, None, 0, None, None, 1))


@pytest.fixture
def journey(data):
    return data.atlas.route("central-med-horn").journeys[0]


@pytest.fixture
def shown(data, journey, monkeypatch):
    """Return the words of the section, with counts of this journey's stages 4 and 5."""

    def section(made="recorded", year=2024, source="ours", numbers=TWO):
        rows = [
            (source, "registration", journey.route_id, journey.branch, stage.order, stage.place,
             stage.iso3, 2024, *of)
            for stage, of in zip(journey.stages[3:5], numbers, strict=True)
        ]  # fmt: skip
        monkeypatch.setattr(data, "counts", kept(made, *rows))
        return to_html(way_counts(data, journey, year))

    return section


def words(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def cells(html):
    """Return the words of each cell, by row, the heads first."""
    return [
        [words(cell).strip() for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row)]
        for row in re.findall(r"<tr\b.*?</tr>", html)
    ]


def test_counts_are_shown_by_stage_with_source_kind_and_what_is_left_out(shown):
    text = words(shown())
    assert "People registered, ours" in text
    assert "not part of the atlas" in text
    assert "Synthetic" not in text
    head, first, second = cells(shown())
    assert head[1:] == ["People", "Children known of", "Ages taken of", "Children left out"]
    assert first[1:] == [
        "1,200 in 12 months", "300 in 5 of 12 months", "60 to 80 % in 5 of 12 months",
        "in some months",
    ]  # fmt: skip
    assert second[1:] == ["50 in 1 month", "withheld", "withheld", "in every month shown"]


def test_ages_not_taken_are_not_withheld_ones(shown):
    none = (None, 0, None, None)
    _, unknown, either = cells(shown(numbers=((50, 3, *none, 0), (50, 3, *none, 2))))
    assert unknown[2:] == ["not known", "not known", "in no month shown"]
    assert either[2:] == ["not known, or withheld", "not known, or withheld", "in some months"]


def test_what_is_shown_in_full_says_nothing_of_months_too_small_to_show(shown):
    html = shown(numbers=((50, 1, 20, 1, 100, 100, 0), (1030, 12, 30, 1, 100, 100, 0)))
    _, first, second = cells(html)
    assert first[1:] == [
        "50 in 1 month", "20 in 1 of 1 month", "100 % in 1 of 1 month", "in no month shown",
    ]  # fmt: skip
    assert second[3] == "100 % in 1 of 12 months"
    assert "nothing" not in words(html)
    assert words(html).count("too few to show") == 1


def test_made_up_counts_say_so_in_heading_note_caption_and_name(shown):
    html = shown("synthetic", source="synthetic-alpha")
    text = words(html)
    assert text.strip().startswith("Synthetic: not a fact.")
    assert "must not be cited" in text
    assert re.search(r"<caption>Synthetic: not a fact\. [^/]*synthetic-alpha", html)
    assert re.search(r'aria-label="Synthetic: not a fact\. [^"]*synthetic-alpha"', html)


def test_another_year_is_the_nearest_and_says_so(shown):
    assert "2019 is not held; 2024 is the nearest year." in words(shown(year=2019))


def test_a_way_without_counts_or_of_one_s_own_has_no_section(data, shown, journey):
    assert way_counts(data, journey, 2024) is None
    shown()
    assert way_counts(data, data.atlas.journey(["SDN", "LBY"]), 2024) is None
    assert way_counts(data, data.atlas.route("channel").journeys[0], 2024) is None


def test_ways_out_leave_the_counts_out(client_of, app_of_its_own, shown):
    shown("synthetic", source="synthetic-alpha")
    client = client_of(app_of_its_own(pictures=0))
    path = "journey/central-med-horn?year=2024"
    assert "synthetic-alpha" in client.get(f"/{path}").text
    for other in (f"/embed/{path}", f"/picture/svg/{path}", f"/table/csv/{path}"):
        found = client.get(other)
        assert found.status_code == 200
        assert "synthetic-alpha" not in found.text


def test_the_setting_names_the_counts():
    assert (
        Config.from_env({"CHILDWAYS_COUNTS": "s3://bucket/counts"}).counts == "s3://bucket/counts"
    )
    assert Config.from_env({}).counts == ""


def test_counts_of_stages_that_the_way_does_not_have_are_left_out_and_said(data, journey, shown):
    """They were made along the atlas's stages, and a reader may have brought her own."""
    shown()
    first, second = journey.stages[3:5]
    moved = replace(second, place="Elsewhere")
    stages = tuple(moved if stage is second else stage for stage in journey.stages)
    text = words(to_html(way_counts(data, replace(journey, stages=stages), 2024)))
    assert "1,200 in 12 months" in text
    assert second.place not in text
    assert "Counts near one stage are left out" in text
    gone = tuple(stage for stage in stages if stage not in (first, moved))
    gone = tuple(replace(stage, order=at) for at, stage in enumerate(gone, start=1))
    text = words(to_html(way_counts(data, replace(journey, stages=gone), 2024)))
    assert "Counts near 2 stages are left out" in text
    assert "1,200" not in text
    assert "left out: they were made" not in words(shown())
