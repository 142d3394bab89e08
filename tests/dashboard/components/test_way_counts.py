"""Counts of movement records on a journey's page: whose they are; made-up ones are no fact."""

import re
from html import unescape

import pandas as pd
import pytest

from dashboard.components.way_counts import way_counts
from dashboard.config import Config
from dashboard.markup import to_html
from geodata.records.kept import BY, KeptCounts


def kept(made, *rows):
    columns = [*BY, "people", "children", "least_known", "most_known", "is_withheld"]
    table = pd.DataFrame(rows, columns=columns).astype(
        dict.fromkeys(("people", "children", "least_known", "most_known"), "Int64")
    )
    return KeptCounts(
        place="counts", made=made, counted_on="2026-11-25", near_km=50, stages=table
    )  # fmt: skip


@pytest.fixture
def journey(data):
    return data.atlas.route("central-med-horn").journeys[0]


@pytest.fixture
def shown(data, journey, monkeypatch):
    """Return the words of the section, with counts of this journey's stages 4 and 5."""

    def section(made="recorded", year=2024, source="ours"):
        stages = journey.stages[3:5]
        rows = [
            (source, "registration", journey.route_id, journey.branch, stage.order, stage.place,
             stage.iso3, 2024, people, children, 60, 80, people is None)
            for stage, (people, children) in zip(stages, ((1200, 300), (None, None)), strict=True)
        ]  # fmt: skip
        monkeypatch.setattr(data, "counts", kept(made, *rows))
        return to_html(way_counts(data, journey, year))

    return section


def words(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_counts_are_shown_by_stage_with_source_kind_and_what_is_left_out(shown):
    text = words(shown())
    assert "People registered, ours" in text
    assert "1,200" in text
    assert "60 to 80 %" in text
    assert "not known, or withheld" in text
    assert "not part of the atlas" in text
    assert "Synthetic" not in text


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


def test_ways_out_leave_the_counts_out(client, shown):
    shown("synthetic", source="synthetic-alpha")
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
