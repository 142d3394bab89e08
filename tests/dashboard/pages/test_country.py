"""A country's page holds everything on it, and says where nothing is known."""

from urllib.parse import parse_qs, urlsplit

import pytest
from dash.development.base_component import Component

from dashboard.components.child_matrix import Seen, differences, levels_by_child
from dashboard.components.country_facts import listed_facts, period
from dashboard.components.country_panel import spells
from dashboard.markup import to_html
from dashboard.pages import country
from dashboard.state import Lens
from dashboard.ways import PlainState
from routes import YEARS, Child, Journey, Stage, UnknownNameError
from routes.model import COMPANIES, STATUSES

LENS = "age=9&company=family&status=undocumented&year=2019"
SOME = ("LBY", "GBR", "ITA", "MEX", "SOM", "NRU", "ABW")
KINDS = [Child(age=9, company=company, status=s) for company in COMPANIES for s in STATUSES]


def every(tree, css):
    """All components with this class, in order."""
    return [
        node
        for node in tree._traverse()
        if isinstance(node, Component) and css in getattr(node, "className", "").split()
    ]


def named(tree, name):
    """The one component with this id."""
    (found,) = [n for n in tree._traverse() if getattr(n, "id", None) == name]
    return found


def text(node):
    if isinstance(node, (list, tuple)):
        return "".join(text(child) for child in node)
    if isinstance(node, Component):
        return text(getattr(node, "children", None))
    return "" if node is None else str(node)


def hrefs(tree):
    return [n.href for n in tree._traverse() if isinstance(n, Component) and hasattr(n, "href")]


def mark(goal, level):
    """What stands for a level: goal 5 is not judged, which is not the same as not known."""
    if goal == 5:
        return "–"
    return "?" if level is None else str(level)


def tree_of(data, iso3, query=""):
    return country.render(data, iso3, query).tree


def test_every_country_and_area_has_a_page(data):
    rubrics = data.atlas.rubrics
    with_facts = set(data.atlas.protection.facts["iso3"])
    assert len(data.iso3s) > 240
    for iso3 in data.iso3s:
        rendered = country.render(data, iso3, "")
        page = to_html(rendered.tree)
        assert rendered.title == data.name(iso3)
        assert page.count("<h1") == 1
        assert page.count('class="level"') == len(rubrics.goals), iso3
        assert ("holds no fact" in page) == (iso3 not in with_facts), iso3


@pytest.mark.parametrize("query", ["", LENS, "checked=1&year=2014"])
@pytest.mark.parametrize("iso3", SOME)
def test_its_levels_are_those_of_the_model(data, iso3, query):
    lens = PlainState.read("", query)[0].lens
    levels = data.atlas.levels(iso3, lens.child, lens.year, checked_only=lens.checked)
    section = named(tree_of(data, iso3, query), "levels")
    shown = [text(one) for one in every(section, "number")]
    assert shown == [mark(goal, level.value) for goal, level in levels.items()]
    known = sum(v.value is not None for goal, v in levels.items() if goal != 5)
    assert f"Known: {known} of 5 levels." in text(section)


@pytest.mark.parametrize("iso3", SOME)
def test_its_levels_are_those_of_a_journey_of_this_country_alone(data, iso3):
    stage = Stage(order=1, iso3=iso3, role="transit", place="", lon=0, lat=0)
    alone = Journey(route_id="", branch="", name="one", stages=(stage,))
    profile = data.atlas.profile(alone, Child(), 2025)
    section = named(tree_of(data, iso3), "levels")
    shown = [text(one) for one in every(section, "number")]
    assert shown == [mark(cell.goal, cell.level) for cell in profile.cells]


@pytest.mark.parametrize("iso3", SOME)
def test_the_matrix_holds_the_level_of_each_kind_of_child(data, iso3):
    matrix = levels_by_child(data, iso3, Lens(child=KINDS[0], year=2019))
    assert list(matrix) == KINDS
    for child, levels in matrix.items():
        model = data.atlas.levels(iso3, child, 2019)
        assert {goal: seen.level for goal, seen in levels.items()} == {
            goal: level.value for goal, level in model.items()
        }
        for goal, seen in levels.items():
            is_marked = model[goal].value is not None and model[goal].is_unchecked
            assert seen.is_unchecked == is_marked


def test_each_cell_of_the_matrix_opens_the_page_for_that_child(data):
    section = named(tree_of(data, "ITA", "year=2019&age=9"), "children")
    cells = every(section, "cell")
    assert len(cells) == len(KINDS) * 6
    wanted = [
        PlainState(path="/country/ITA", lens=Lens(child=child, year=2019)).href()
        for child in KINDS
        for _ in range(6)
    ]
    assert [cell.href for cell in cells] == wanted
    levels = [str(data.atlas.levels("ITA", child, 2019)[2].value) for child in KINDS]
    assert [text(cell.children[0]) for cell in cells[1::6]] == levels


def test_the_chosen_child_is_marked_in_the_matrix(data):
    section = named(tree_of(data, "ITA", "company=family&status=trafficked"), "children")
    (row,) = every(section, "chosen")
    (current,) = [n for n in row._traverse() if getattr(n, "aria-current", None) == "true"]
    assert text(current) == "Trafficked"
    assert "company=family" in current.href


def matrix_of(data, goal_4):
    """A matrix that is the same throughout, except for goal 4."""
    return {
        child: {g: Seen(goal_4(child) if g == 4 else 2, False) for g in data.atlas.rubrics.goals}
        for child in KINDS
    }


def test_the_sentence_says_that_the_label_decides(data):
    by_label = {"refugee": 3, "asylum_seeker": 1, "undocumented": 1, "trafficked": None}
    first, *rest = differences(data, matrix_of(data, lambda child: by_label[child.status]))
    assert first == (
        "School and health (goal 4): level 3 as a refugee; level 1 as an asylum seeker and "
        "without papers; not known as a trafficked child."
    )
    assert rest[0].startswith("The same for all eight: safe from violence (goal 1), not detained")
    assert rest[-1] == "Not judged: causes addressed (goal 5)."


def test_the_sentence_says_that_company_decides(data):
    first, *_ = differences(
        data, matrix_of(data, lambda child: 4 if child.company == "family" else 0)
    )
    assert first == (
        "School and health (goal 4): level 4 with family, whatever the label; level 0 alone, "
        "whatever the label."
    )


def test_the_sentence_says_when_one_kind_of_child_stands_out(data):
    one = Child(age=9, company="alone", status="undocumented")
    first, *_ = differences(data, matrix_of(data, lambda child: 0 if child == one else 3))
    assert first == (
        "School and health (goal 4): level 3 with family, whatever the label and alone as a "
        "refugee, as an asylum seeker and as a trafficked child; level 0 alone without papers."
    )


def test_no_difference_and_nothing_known_are_not_the_same_sentence(data):
    told = differences(data, matrix_of(data, lambda _: None))
    assert told[0] == "No known level differs between the eight kinds of children."
    assert "Not known for any of the eight: school and health (goal 4)." in told


def test_detention_is_told_for_both_kinds_of_company_in_law_and_in_practice(data):
    section = named(tree_of(data, "GBR", "year=2012"), "detention")
    strips = every(section, "strip")
    assert len(strips) == 4
    heads = [text(one.children[0]) for one in every(section, "strip-block")]
    expected = []
    for measure, kind in (("detention_law", "in law"), ("detention_practice", "in practice")):
        labels = {s.value: s.label.lower() for s in data.atlas.rubrics.steps(measure)}
        for company, who in (("alone", "Children alone"), ("family", "Children in families")):
            facts = data.atlas.protection.measure_answers("GBR", Child(company=company), 2012)
            expected.append(f"{who}, {kind}: {labels[facts[measure][0].value]}")
    assert heads == expected
    for strip in strips:
        assert len(every(strip, "cell")) == len(YEARS)
        (now,) = every(strip, "now")
        assert text(now).startswith("2012: ")


def test_years_of_the_same_value_are_told_together():
    by_year = {2010: "permitted", 2011: "permitted", 2012: "not known", 2013: "permitted"}
    assert spells(by_year) == "2010 to 2011 permitted; 2012 not known; 2013 permitted"


@pytest.mark.parametrize("iso3", SOME)
@pytest.mark.parametrize("query", ["", LENS, "checked=1&year=2011"])
def test_every_fact_is_listed_with_its_source_also_those_of_other_years(data, iso3, query):
    section = named(tree_of(data, iso3, query), "facts")
    table = data.atlas.protection.facts
    mine = table[table["iso3"] == iso3]
    cards = every(section, "fact")
    assert len(cards) == len(mine)
    rows = sorted(f"{row.table}.csv, row {row.row}" for row in mine.itertuples())
    said = sorted(text(card).split(" · ")[-2] for card in cards)
    assert said == rows
    for card in cards:
        source, question = hrefs(card)
        assert question.startswith("/corrections?fact=")
        assert source.startswith("/sources#")
        assert source.removeprefix("/sources#") in data.atlas.sources.index


def test_a_fact_says_whether_it_counts_for_this_child_and_year(data):
    state = PlainState.read("/country/GBR", "year=2012")[0]
    listed = listed_facts(data, "GBR", state)["detention_law"]
    counting = [(one.fact.company, period(one.fact)) for one in listed if one.counts]
    assert counting == [("alone", "2010 to 2013")]
    assert ("alone", "from 2014") in [(one.fact.company, period(one.fact)) for one in listed]
    measure = named(tree_of(data, "GBR", "year=2012"), "facts-detention_law")
    assert text(measure).count("Counts for this child in 2012.") == 1
    assert text(measure).count("Not used here for 2012.") == len(listed) - 1
    assert "Speaks for: from 2014." in text(measure)


def test_a_measure_without_any_fact_is_told_as_not_known(data):
    section = text(named(tree_of(data, "LBY"), "facts"))
    assert "Emergency health care: no fact is held. Not known." in section


def test_commitments_show_the_status_of_each_treaty_and_both_votes(data):
    section = named(tree_of(data, "LBY"), "commitments")
    rows = [n for n in section._traverse() if type(n).__name__ == "Tr"][1:]
    told = {text(row.children[0]): row for row in rows}
    rubrics, facts = data.atlas.rubrics, data.atlas.protection.facts
    commitments = [m for m in rubrics.measures.values() if m.kind == "commitment"]
    assert len(told) == len(commitments) == 16
    for measure in commitments:
        found = facts[(facts["iso3"] == "LBY") & (facts["measure"] == measure.measure)]
        labels = {step.value: step.label for step in rubrics.steps(measure.measure)}
        row = told[measure.label]
        assert labels[found["value"].iloc[-1]] in text(row.children[1])
        assert hrefs(row) == [f"/sources#{found['source_id'].iloc[-1]}"]


def test_a_vote_that_was_not_yet_held_is_not_known(data):
    section = text(named(tree_of(data, "LBY", "year=2015"), "commitments"))
    assert "Vote on the Global Compact for Migration? Not knownNo sourced fact" in section


@pytest.mark.parametrize("iso3", ["LBY", "ITA", "MYT", "FRA"])
def test_every_branch_through_it_is_linked_with_its_role_and_stages(data, iso3):
    section = named(tree_of(data, iso3, LENS), "routes")
    links = [href for href in hrefs(section) if href.startswith("/journey/")]
    wanted = [
        (route.route_id, journey)
        for route in data.atlas.routes.values()
        for journey in route.journeys
        if iso3 in journey.iso3s
    ]
    assert [urlsplit(href).path.removeprefix("/journey/") for href in links] == [
        route_id for route_id, _ in wanted
    ]
    for href, (route_id, journey) in zip(links, wanted, strict=True):
        branch = parse_qs(urlsplit(href).query).get("branch", [None])[0]
        assert data.atlas.journey(route_id, branch) == journey
    assert f"of {len(wanted[0][1].stages)} on {wanted[0][1].name}" in text(section)


def test_the_stages_of_a_country_are_counted(data):
    section = text(named(tree_of(data, "LBY"), "routes"))
    assert "transit, stages 4 and 5 of 8 on Eritrea via Sudan and Libya to Italy" in section
    assert "No documented route passes here." in text(named(tree_of(data, "FIN"), "routes"))


def test_every_link_keeps_the_lens(data):
    found = hrefs(named(tree_of(data, "ITA", LENS), "routes"))
    found += every(tree_of(data, "ITA", LENS), "screen-only")[0].href.split()
    assert "/?" + LENS + "&country=ITA" in found
    for href in found:
        query = parse_qs(urlsplit(href).query)
        assert (query["age"], query["year"]) == (["9"], ["2019"])
        assert (query["company"], query["status"]) == (["family"], ["undocumented"])


def test_a_country_without_facts_says_so_and_judges_nothing(data):
    tree = tree_of(data, "MYT")
    assert "The atlas holds no fact on Mayotte." in text(tree)
    assert [text(one) for one in every(tree, "number")] == [
        mark(goal, None) for goal in data.atlas.rubrics.goals
    ]
    assert "Known: 0 of 5 levels." in text(tree)
    assert [one for i in range(5) for one in every(tree, f"s{i}")] == []
    assert [n for n in tree._traverse() if getattr(n, "id", None) == "facts"] == []


@pytest.mark.parametrize("code", ["LBX", "libya"])
def test_a_wrong_code_names_the_nearest(data, code):
    with pytest.raises(UnknownNameError, match=r"LBY \(Libya\)"):
        country.render(data, code, "")


@pytest.mark.parametrize("code", ["", "../etc", "LBY/x", "A" * 3000])
def test_what_is_no_code_at_all_is_refused_in_few_words(data, code):
    with pytest.raises(UnknownNameError) as refused:
        country.render(data, code, "")
    assert len(str(refused.value)) < 300


def test_a_wrong_code_is_a_404_that_helps(client):
    answer = client.get("/country/LBX")
    assert answer.status_code == 404
    assert "LBY (Libya)" in answer.text


def test_a_small_letter_code_is_understood(data):
    assert country.render(data, "lby", "").title == "Libya"


def test_a_choice_that_does_not_exist_is_said(data):
    assert "“1850” is not known here" in text(tree_of(data, "LBY", "year=1850"))
