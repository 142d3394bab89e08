"""All journeys at once tell the same as one at a time."""

import numpy as np
import pytest

from routes import GOALS, YEARS, Child, RoutesError


@pytest.fixture(scope="module")
def overview(atlas):
    return atlas.profiles()


def test_every_branch_child_and_year_is_there(atlas, overview):
    stages = sum(len(j.stages) for route in atlas.routes.values() for j in route.journeys)
    assert len(overview.children) == 8
    assert overview.levels.shape == (stages, len(GOALS), 8, len(YEARS))


def test_the_frame_has_one_row_a_stage_goal_child_and_year(overview):
    frame = overview.frame()
    key = ["route_id", "branch", "order", "goal", "age", "company", "status", "year"]
    assert len(frame) == overview.levels.size
    assert not frame.duplicated(key).any()


@pytest.mark.parametrize(
    ("route_id", "branch", "company", "status", "year"),
    [
        ("central-med-horn", "main", "alone", "asylum_seeker", 2024),
        ("darien-usa", "reverse-2025", "family", "undocumented", 2019),
        ("central-med-tunisia", "sudan", "alone", "trafficked", 2024),
        ("comoros-mayotte", "great-lakes", "family", "refugee", 2010),
    ],
)
def test_rows_of_a_journey_are_those_of_its_profile(
    atlas, overview, route_id, branch, company, status, year
):
    child = Child(age=15, company=company, status=status)
    one = atlas.profile(atlas.journey(route_id, branch), child, year).to_frame()
    frame = overview.frame()
    rows = frame[
        (frame["route_id"] == route_id) & (frame["branch"] == branch) & (frame["year"] == year)
        & (frame["company"] == company) & (frame["status"] == status)
    ]  # fmt: skip
    columns = ["order", "iso3", "goal", "level", "is_unchecked", "change", "change_from_order"]
    told = [
        list(t[columns].astype(object).fillna("NA").itertuples(index=False)) for t in (one, rows)
    ]
    assert told[0] == told[1]
    assert np.allclose(one["known_share"], rows["known_share"])


def test_a_journey_never_takes_a_change_from_the_one_before_it(overview):
    first = np.unique(overview.first)
    assert (overview.before[first] == -1).all()
    assert not overview.changes[1][first].any()


def test_summaries_tell_what_the_profile_tells(overview, girl):
    found = overview.summaries(girl, 2024)
    assert len(found) == len(overview.journeys)
    for summary in found[::20]:
        one = overview.profile(summary.journey, girl, 2024)
        assert summary.weakest == one.weakest
        assert summary.largest_drops == one.largest_drops
        assert summary.known_share == one.known_share
    unknown = next(s for s in found if s.journey.route_id == "comoros-mayotte")
    assert unknown.weakest_level is unknown.largest_drop is None


def test_a_child_that_was_not_profiled_is_refused(overview):
    with pytest.raises(RoutesError, match="No alone refugee aged 3"):
        overview.summaries(Child(age=3, status="refugee"), 2024)


def test_a_child_and_year_can_be_chosen(atlas, girl):
    small = atlas.profiles([girl], [2024], checked_only=True)
    assert small.levels.shape[2:] == (1, 1)
    assert not small.unchecked.any()
