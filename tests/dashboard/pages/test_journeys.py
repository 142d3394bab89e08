"""The list of routes says what the model says, in the order asked for."""

from urllib.parse import parse_qs, urlsplit

import pytest
from dash.development.base_component import Component

from dashboard.markup import to_html
from dashboard.pages import journeys
from dashboard.route_list import SORTS, ListState, items, matches, plain
from dashboard.state import Lens
from routes import Child

LENS = "age=9&company=family&status=undocumented&year=2019"


def every(tree, css):
    """All components with this class, in order."""
    return [
        node
        for node in tree._traverse()
        if isinstance(node, Component) and css in getattr(node, "className", "").split()
    ]


def text(node):
    if isinstance(node, (list, tuple)):
        return "".join(text(child) for child in node)
    if isinstance(node, Component):
        return text(getattr(node, "children", None))
    return "" if node is None else str(node)


def hrefs(tree):
    return [n.href for n in tree._traverse() if isinstance(n, Component) and hasattr(n, "href")]


def articles(data, query=""):
    """Route -> its article, in the order of the page."""
    found = every(journeys.render(data, "", query).tree, "route-item")
    return {hrefs(one)[0].partition("?")[0].removeprefix("/journey/"): one for one in found}


def entries(article):
    """Term -> what the article says of it."""
    listed = next(n for n in article._traverse() if type(n).__name__ == "Dl")
    return {text(one.children[0]): text(one.children[1]) for one in listed.children}


def model(data, way, lens, world=None):
    """The profile straight from the model, of a journey or of a route's first branch."""
    journey = data.atlas.journey(way) if isinstance(way, str) else way
    world = world or data.atlas.world(lens.child, checked_only=lens.checked)
    return data.atlas.profile(
        journey, lens.child, lens.year, checked_only=lens.checked, world=world
    )


def shown_level(entry):
    return int(entry.removeprefix("Level ")[0]) if entry.startswith("Level ") else None


@pytest.mark.parametrize("query", ["", LENS, "checked=1&year=2014"])
def test_every_route_is_told_as_the_model_has_it(data, query):
    lens = ListState.read(query)[0].lens
    found = articles(data, query)
    assert set(found) == set(data.atlas.routes)
    world = data.atlas.world(lens.child, checked_only=lens.checked)
    for route_id, article in found.items():
        profile, told = model(data, route_id, lens, world), entries(article)
        frame = profile.to_frame()
        frame = frame[frame["goal"].isin(profile.judged_goals)]
        known = frame["level"].notna().sum()
        assert told["Known"].startswith(f"{known} of {len(frame)} levels"), route_id
        weakest = None if known == 0 else frame["level"].min()
        assert shown_level(told["Weakest"]) == weakest, route_id
        size = -frame["change"].min() if (frame["change"] < 0).any() else 0
        assert told["Largest drop"].startswith(f"{size} level") == (size > 0), route_id
        boxes = every(article, "m")
        assert len(boxes) == 6 * len(profile.journey.stages)


def test_the_weakest_stage_and_the_border_are_named(data):
    told = entries(articles(data)["nigeria-italy-trafficking"])
    profile = model(data, "nigeria-italy-trafficking", Lens())
    cell, drop = profile.weakest[0], profile.largest_drops[0]
    assert profile.names[cell.stage.iso3] in told["Weakest"]
    assert profile.rubrics.goals[cell.goal].short.lower() in told["Weakest"]
    border = f"{profile.names[drop.from_stage.iso3]} to {profile.names[drop.to_stage.iso3]}"
    assert border in told["Largest drop"]
    assert f"{drop.from_level} to {drop.to_level}" in told["Largest drop"]


def test_a_route_of_which_nothing_is_known_says_so(data):
    query = "year=2010&checked=1"
    lens = ListState.read(query)[0].lens
    world = data.atlas.world(lens.child, checked_only=True)
    silent = [r for r in data.atlas.routes if not model(data, r, lens, world).weakest]
    assert silent
    found = articles(data, query)
    for route_id in silent:
        told = entries(found[route_id])
        assert told["Weakest"].startswith("not known")
        assert told["Largest drop"] in ("not known", "none: all stages are in one country")
        assert told["Known"].startswith("0 of ")


def test_what_rests_on_unchecked_sources_is_told_as_a_share(data):
    world = data.atlas.world(Child())
    for route_id, article in articles(data).items():
        share = model(data, route_id, Lens(), world).unchecked_share
        told = entries(article)["Known"]
        if 0 < share < 1:
            assert f"{share * 100:.0f}% of the known ones rest in part" in told
        elif share == 1:
            assert "all known ones rest in part on sources not yet checked" in told


def test_the_countries_stand_in_travel_order_told_once_where_stages_share_one(data):
    (listed,) = every(articles(data)["channel"], "way-countries")
    assert [text(one) for one in listed.children] == [
        "Sudan", "Libya", "Italy", "France", "United Kingdom",
    ]  # fmt: skip


def test_other_branches_are_linked_and_the_weaker_ones_marked(data):
    found, world = articles(data), data.atlas.world(Child())
    marked = 0
    for route in data.atlas.routes.values():
        first, *others = route.journeys
        lowest = model(data, route.route_id, Lens(), world).weakest
        for journey in others:
            href = f"/journey/{route.route_id}?branch={journey.branch}"
            assert href in hrefs(found[route.route_id])
            theirs = model(data, journey, Lens(), world).weakest
            is_weaker = bool(theirs) and (not lowest or theirs[0].level < lowest[0].level)
            words = f"{journey.name} (weaker: level {theirs[0].level})" if is_weaker else ""
            assert (words or f"{journey.name}") in text(found[route.route_id])
            assert (f"{journey.name} (weaker" in text(found[route.route_id])) == is_weaker
            marked += is_weaker
        assert first.branch not in " ".join(hrefs(found[route.route_id])).split("branch=")
    assert marked


def test_every_link_of_the_list_keeps_the_lens(data):
    found = hrefs(journeys.render(data, "", LENS).tree)
    links = [href for href in found if href.startswith(("/journey/", "/country/"))]
    assert len(links) > 200
    for href in links:
        query = parse_qs(urlsplit(href).query)
        assert (query["age"], query["year"]) == (["9"], ["2019"])
        assert (query["company"], query["status"]) == (["family"], ["undocumented"])
    assert "/journey/own?" + LENS in found


def ranked(data, sort):
    return list(items(data, ListState(sort=sort)))


def test_sorting_by_the_weakest_puts_the_lowest_first_and_the_unknown_last(data):
    levels = [one.weakest_level for one in ranked(data, "weakest")]
    known = [level for level in levels if level is not None]
    assert known == sorted(known)
    assert levels[: len(known)] == known
    assert None in levels


def test_sorting_by_the_largest_drop_puts_it_first(data):
    sizes = [max((d.size for d in one.profile.drops), default=0) for one in ranked(data, "drop")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_sorting_by_what_is_known_puts_the_best_known_first(data):
    shares = [one.profile.known_share for one in ranked(data, "known")]
    assert shares == pytest.approx(sorted(shares, reverse=True))
    assert shares[0] > shares[-1]


def test_by_region_each_region_has_its_heading_and_its_routes(data):
    groups = every(journeys.render(data, "", "").tree, "route-group")
    regions = [text(group.children[0]) for group in groups]
    assert regions == sorted({route.region for route in data.atlas.routes.values()})
    for region, group in zip(regions, groups, strict=True):
        ids = [hrefs(a)[0].removeprefix("/journey/") for a in every(group, "route-item")]
        assert {data.atlas.routes[route_id].region for route_id in ids} == {region}


def test_the_page_is_in_the_order_of_its_address(data):
    for sort in SORTS:
        wanted = [one.route.route_id for one in ranked(data, sort)]
        assert list(articles(data, f"sort={sort}")) == wanted


def test_an_order_that_does_not_exist_is_said_and_the_usual_one_shown(data):
    rendered = journeys.render(data, "", "sort=beauty")
    assert "“beauty” is not known here" in text(rendered.tree)
    assert list(articles(data, "sort=beauty")) == list(articles(data))


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [("", True), ("LIBYA", True), ("libya italy", True), ("libya peru", False), ("ity", False)],
)
def test_the_search_wants_every_word(wanted, is_found):
    assert matches(plain("Central Mediterranean Libya LBY Italy ITA"), wanted) is is_found


def test_the_search_passes_over_accents():
    assert matches(plain("Côte d’Ivoire"), "cote")
    assert matches(plain("Cote d'Ivoire"), "Côte")


def test_a_link_with_a_search_shows_only_what_it_finds(data):
    found = articles(data, "find=libya")
    shown = {route_id for route_id, one in found.items() if not one.hidden}
    through = set(data.atlas.routes_through("LBY"))
    assert through <= shown < set(found)
    page = to_html(journeys.render(data, "", "find=libya").tree)
    assert f"{len(shown)} of {len(found)} routes shown." in page
    assert 'value="libya"' in page


def test_the_address_gives_the_state_back():
    state = ListState(
        lens=Lens(child=Child(age=3, company="family"), year=2012, checked=True),
        sort="drop",
        find="peru & chile",
    )
    again, dropped = ListState.read(state.href().partition("?")[2])
    assert (again, dropped) == (state, ())
    assert ListState().href() == "/journeys"
