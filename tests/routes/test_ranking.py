"""The ranked levers are what trying each change by itself would find."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import Child, PolicyChange, RoutesError, UnknownNameError, catalogue, recorded_children
from routes.model import COMPANIES

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, way, small_atlas, RUBRICS = hand.fact, hand.way, hand.small_atlas, hand.RUBRICS

YEAR = 2020
READ = sorted({m for goal in RUBRICS.goals.values() for m in goal.measures("core", "limit")})
values = {name: [step.value for step in RUBRICS.steps(name)] for name in READ}
WAYS = (
    way("AAA", "BBB", "CCC"),
    way("AAA", "BBB", "BBB", "DDD", branch="second"),
    way("DDD", "CCC", "EEE", route_id="other"),
)
table = st.dictionaries(
    st.tuples(st.sampled_from(sorted(hand.NAMES)), st.sampled_from(READ)),
    st.integers(0, 3),
    max_size=60,
)


def atlas_of(found):
    facts = [
        fact(measure, values[measure][step % len(values[measure])], iso3=iso3, to_year=YEAR)
        for (iso3, measure), step in sorted(found.items())
    ]
    return small_atlas(*facts, journeys=WAYS)


def weakest(profile, goals):
    known = [c.level for c in profile.cells if c.goal in goals and c.level is not None]
    return min(known, default=None)


def by_hand(atlas, child, year, goal, journeys):
    """Try every lever in every country one by one, through the profiles alone."""
    judged = [g.goal for g in RUBRICS.goals.values() if g.is_judged]
    goals = judged if goal is None else [goal]
    facts = atlas.world(child)
    base = {journey: atlas.profile(journey, child, year, world=facts) for journey in journeys}
    roles = {}
    for journey in journeys:
        for stage in journey.stages:
            roles.setdefault(stage.iso3, set()).add(stage.role)
    found = {}
    for iso3, mine in roles.items():
        for lever in catalogue().values():
            if not lever.concerns(child) or not mine & set(lever.roles):
                continue
            if goal is not None and lever.goal != goal:
                continue
            made = atlas.what_if([PolicyChange(iso3, lever.lever)])
            world = made.world(child, base=facts)
            lifted = weak = raised = new = 0
            for journey, before in base.items():
                after = made.profile(journey, child, year, world=world)
                was, now = weakest(before, goals), weakest(after, goals)
                lifted += was is not None and now > was
                for one, other in zip(before.cells, after.cells, strict=True):
                    if one.goal not in goals or one.level == other.level:
                        continue
                    rises = one.level is not None and other.level > one.level
                    new += one.level is None
                    raised += rises
                    weak += rises and one.level == was
            if raised or new:
                found[str(PolicyChange(iso3, lever.lever))] = (lifted, weak, raised, new)
    return found


def counted(ranking):
    return {
        str(row.change): (len(row.lifted), row.weak_raised, row.raised, row.newly_known)
        for row in ranking.rows
    }


@settings(max_examples=8, deadline=None)
@given(table, st.sampled_from(COMPANIES), st.sampled_from([None, 1, 2, 4]))
def test_the_ranking_is_what_trying_each_finds(found, company, goal):
    atlas, child = atlas_of(found), Child(company=company)
    ranking = atlas.levers(child=child, year=YEAR, goal=goal)
    expected = by_hand(atlas, child, YEAR, goal, WAYS)
    assert counted(ranking) == expected
    if expected:
        first = ranking.rows[0]
        best = max(counts[:3] for counts in expected.values())
        assert expected[str(first.change)][:3] == best
        assert first.rank == 1
    keys = [(-len(row.lifted), -row.weak_raised, -row.raised) for row in ranking.rows]
    assert keys == sorted(keys)
    assert [row.rank for row in ranking.rows] == [keys.index(key) + 1 for key in keys]


@pytest.mark.parametrize(("route", "goal"), [("central-med-horn", 2), ("darien-usa", None)])
def test_on_a_real_route_too(atlas, route, goal):
    child = Child(company="family")
    ranking = atlas.levers(route=route, child=child, year=2024, goal=goal)
    expected = by_hand(atlas, child, 2024, goal, atlas.routes[route].journeys)
    assert counted(ranking) == expected
    assert expected[str(ranking.rows[0].change)][:3] == max(c[:3] for c in expected.values())


def test_where_one_country_holds_a_journey_down_its_lever_comes_first():
    atlas = small_atlas(
        *(fact("detention_law", "permitted", iso3=iso3) for iso3 in ("AAA", "BBB", "CCC")),
        *(fact("detention_practice", "none_reported", iso3=iso3) for iso3 in ("AAA", "CCC")),
        fact("detention_practice", "systematic", iso3="BBB"),
        fact("alternatives_in_law", "no", iso3="BBB"),
        journeys=WAYS,
    )
    ranking = atlas.levers(year=YEAR, goal=2)
    first = ranking.rows[0]
    assert str(first.change) == "BBB:end-detention"
    assert [journey.branch for journey in first.lifted] == ["main", "second"]
    assert (first.level_before, first.level_after) == (0, 4)
    assert first.routes == ("by-hand",)
    # Of the second journey, in which it has two stages, only Aland would hold it at 1.
    assert (first.through, first.weak_raised, first.raised) == (2, 3, 3)
    assert "BBB:end-detention-families" not in counted(ranking)


def test_a_lever_is_ranked_only_where_the_country_has_its_role():
    facts = [fact("detention_law", "permitted", iso3=iso3) for iso3 in hand.NAMES]
    ranking = small_atlas(*facts, journeys=WAYS).levers(year=YEAR, goal=2)
    assert {row.change.iso3 for row in ranking.rows} == {"BBB", "CCC", "DDD", "EEE"}


def test_unknown_at_worst_and_at_best_are_counted_beside_the_known():
    atlas = small_atlas(
        fact("detention_law", "permitted", iso3="BBB"),
        fact("detention_practice", "systematic", iso3="BBB"),
        fact("alternatives_in_law", "yes", iso3="BBB"),
        journeys=(way("AAA", "BBB", "CCC"),),
    )
    row = next(r for r in atlas.levers(year=YEAR, goal=2).rows if r.change.lever == "end-detention")
    # Aland and Cland are not known: at worst they hold the journey at 0, at best at 4.
    assert (row.lifted_if_worst, row.lifted_if_best) == (0, 1)
    assert len(row.lifted) == 1  # as far as is known, Bland alone makes the weakest stage


def figure(route_id, value, **more):
    return {
        "route_id": route_id, "year": 2019, "measure": "unaccompanied_children",
        "group": "unaccompanied", "value": float(value), "unit": "people", "lower": None,
        "upper": None, "scope_note": "By sea only", "source_id": "book", "evidence": "read",
        "confidence": "high",
    } | more  # fmt: skip


def with_figures(*rows):
    atlas = small_atlas(
        *(fact("detention_law", "permitted", iso3=iso3) for iso3 in ("BBB", "CCC")),
        fact("detention_practice", "systematic", iso3="BBB"),
        fact("detention_practice", "systematic", iso3="CCC"),
        journeys=(
            way("AAA", "BBB", "EEE", route_id="small"), way("AAA", "BBB", "DDD", route_id="none"),
            way("AAA", "CCC", "EEE", route_id="large"),
        ),
    )  # fmt: skip
    return type(atlas)(**{**vars(atlas), "recorded_figures": pd.DataFrame(rows)})


def test_weights_are_single_figures_and_never_added():
    atlas = with_figures(
        figure("small", 100), figure("small", 150, year=2018), figure("large", 900),
        figure("large", 40.0, measure="share_children", unit="percent", group="children"),
    )  # fmt: skip
    ranking = atlas.levers(year=YEAR, goal=2)
    rows = {str(row.change): row for row in ranking.rows}
    bland, cland = rows["BBB:stop-detaining"], rows["CCC:stop-detaining"]
    assert [(f.route_id, f.value) for f in bland.figures] == [("small", 100)]
    assert bland.routes_without == ("none",)
    assert [(f.route_id, f.value) for f in cland.figures] == [("large", 900)]
    # Bland lifts two journeys and comes first; by recorded children Cland does.
    assert (bland.rank, cland.rank) == (1, 1 + sum(len(r.lifted) == 2 for r in ranking.rows))
    assert cland.rank_weighted == 1 < (bland.rank_weighted or 0)
    assert ranking.weighted[0].change.iso3 == "CCC"


def test_a_child_with_family_is_not_counted_as_unaccompanied():
    rows = figure("small", 100), figure("large", 900, group="children", measure="encounters")
    found = recorded_children(with_figures(*rows), Child(company="family"), YEAR)
    assert {route: f.value for route, f in found.items()} == {"large": 900}
    # A child alone is one of all children, where no more is known.
    assert set(recorded_children(with_figures(*rows), Child(), YEAR)) == {"small", "large"}


def test_the_nearest_year_counts_and_small_counts_do_not():
    atlas = with_figures(
        figure("small", 100, year=2015), figure("small", 70, year=2021), figure("large", 9),
        figure("large", 55, measure="deaths_and_missing"),
    )  # fmt: skip
    found = recorded_children(atlas, Child(), YEAR)
    assert [(f.value, f.year, f.scope_note) for f in found.values()] == [(70, 2021, "By sea only")]


def test_the_real_ranking_says_which_figure_and_which_routes_have_none(atlas):
    ranking = atlas.levers(child=Child(company="family"), year=2024, goal=2)
    held = {(f.route_id, f.year, f.value) for f in _figures(atlas)}
    lifting = [row for row in ranking.rows if row.lifted]
    assert lifting
    for row in lifting:
        assert {f.route_id for f in row.figures} | set(row.routes_without) == set(row.routes)
        assert {(f.route_id, f.year, f.value) for f in row.figures} <= held
        assert [f.value for f in row.figures] == sorted(
            (f.value for f in row.figures), reverse=True
        )
        assert (row.rank_weighted is None) == (not row.figures)
    sizes = [row.figures[0].value for row in ranking.weighted]
    assert sizes == sorted(sizes, reverse=True)
    frame = ranking.to_frame()
    assert not frame["is_fact"].any()
    assert len(frame) == len(ranking.rows)
    assert frame["figure"].notna().sum() == sum(bool(row.figures) for row in ranking.rows)


def _figures(atlas):
    return [row for row in atlas.recorded_figures.itertuples() if row.unit != "percent"]


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"route": "central"}, UnknownNameError, "No route 'central'"),
        ({"goal": 5}, RoutesError, "Goal 5 is not judged"),
        ({"goal": 9}, RoutesError, "Choose from 1, 2, 3, 4, 6"),
        ({"year": 1999}, RoutesError, "2010 to 2025"),
        ({"journeys": []}, RoutesError, "no journey"),
    ],
)
def test_what_cannot_be_ranked_is_refused(atlas, asked, error, says):
    with pytest.raises(error, match=says):
        atlas.levers(**asked)
