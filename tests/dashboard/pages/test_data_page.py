"""The data page: what it counts is the model's, and every choice reads back."""

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest

from dashboard.components.coverage_rows import rows
from dashboard.data_state import DataState
from dashboard.exports.resource import Catalogue
from dashboard.markup import to_html
from dashboard.pages.data_page import open_of
from dashboard.site import render
from dashboard.sureness import share_class


def page(data, query=""):
    found = render(data, "/data", query)
    return to_html(found.tree, found.slots)


def body_of(text):
    body = re.search(r'class="table-wrap coverage.*?<tbody>(.*?)</tbody>', text, re.S)[1]
    return re.findall(r"<tr>(.*?)</tr>", body, re.S)


def test_every_table_has_its_columns_rows_terms_and_files(data):
    text = page(data)
    catalogue = Catalogue(data)
    for name, schema in catalogue.schemas.items():
        assert f'id="{name}"' in text
        assert f"/data/download/{name}.csv" in text
        for field in schema.fields:
            assert f">{field.name}</th>" in text
        frame = catalogue.frame_of(name)
        if frame is not None:
            row = re.search(rf'href="#{name}">.*?</tr>', text, re.S)[0]
            assert f">{len(frame):,}</td>" in row


def test_the_dictionary_as_csv_has_a_row_a_column(client, data):
    answer = client.get("/data.csv")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    wanted = [
        (name, field.name) for name, schema in Catalogue(data).schemas.items()
        for field in schema.fields
    ]  # fmt: skip
    assert [(row["table"], row["column"]) for row in found] == wanted
    facts = data.atlas.protection.facts
    empty = next(r for r in found if (r["table"], r["column"]) == ("facts", "to_year"))
    assert int(empty["empty"]) == facts["to_year"].isna().sum()


def test_a_cell_tells_answered_of_asked_in_colour_and_number(data):
    state = DataState(view="coverage", sort="country")
    text = page(data, "view=coverage&sort=country")
    shown = rows(data, state)
    lines = body_of(text)
    assert len(lines) == len(shown)
    for row, line in zip(shown, lines, strict=True):
        cells = re.findall(r'<span class="known-cell (\w+)"[^>]*><span>(\d+/\d+)</span>', line)
        wanted = [row.whole, *row.cells]
        assert cells == [(share_class(c.share), f"{c.answered}/{c.asked}") for c in wanted]


def test_counts_are_those_of_the_levels(data):
    world = data.world(DataState().lens.child, False)
    for row in rows(data, DataState(view="coverage")):
        i = world.countries.index(row.iso3)
        for goal, cell in enumerate(row.cells):
            assert cell.share == pytest.approx(float(world.known_share[i, goal, -1]))


def test_the_questions_of_a_goal_tell_the_year_or_that_it_is_not_known(data):
    text = page(data, "view=coverage&goal=4&routes=central-med-horn")
    shown = {r.name: r for r in rows(data, DataState(view="coverage", goal=4,
                                                      routes=("central-med-horn",)))}  # fmt: skip
    for line in body_of(text):
        name = unescape(re.search(r'<a href="[^"]*">([^<]*)</a>', line)[1])
        unknown = sum(not cell.answered for cell in shown[name].cells)
        assert line.count("not known</span>") == unknown
        for cell in shown[name].cells:
            assert not cell.answered or f"<span>{cell.as_of}</span>" in line
        assert line.count("not yet checked</span>") >= sum(c.unchecked for c in shown[name].cells)


@pytest.mark.parametrize("sort", ["known", "goal-2", "age"])
def test_the_least_known_and_the_oldest_come_first_and_can_be_turned_round(data, sort):
    state = DataState(view="coverage", sort=sort)
    first = rows(data, state)
    if sort == "age":
        ages = [99 if row.age is None else row.age for row in first]
        assert ages == sorted(ages, reverse=True)
    else:
        shares = [(row.whole if sort == "known" else row.cells[1]).share for row in first]
        assert shares == sorted(shares)
    turned = rows(data, replace(state, descending=True))
    assert {row.iso3 for row in turned} == {row.iso3 for row in first}
    assert turned[0].whole.share >= turned[-1].whole.share or sort == "age"


def test_routes_roles_and_year_choose_the_countries_and_the_answers(data):
    every = rows(data, DataState(view="coverage"))
    some = rows(data, DataState(view="coverage", routes=("channel",), roles=("destination",)))
    route = data.atlas.routes["channel"].roles()
    assert {row.iso3 for row in some} == {i for i, r in route.items() if "destination" in r}
    early = DataState(view="coverage", lens=replace(DataState().lens, year=2012))
    assert sum(r.whole.answered for r in rows(data, early)) < sum(r.whole.answered for r in every)


def test_the_csv_of_the_matrix_is_what_is_shown(client, data):
    answer = client.get("/data.csv?view=coverage&routes=channel")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    shown = rows(data, DataState(view="coverage", routes=("channel",)))
    assert [(r["iso3"], r["goal"], r["answered"], r["asked"]) for r in found] == [
        (row.iso3, str(goal), str(cell.answered), str(cell.asked))
        for row in shown
        for goal, cell in enumerate(row.cells, start=1)
    ]
    assert {row["data_version"] for row in found} == {data.version}


def test_the_list_shows_the_ranks_of_the_model_and_where_to_tell_us(data):
    text = page(data, "view=missing")
    first = open_of(data, DataState(view="missing")).rows[0]
    table = re.search(r'class="table-wrap stacks open-facts".*?</table>', text, re.S)[0]
    row = re.search(r"<tbody><tr>(.*?)</tr>", table, re.S)[1]
    assert f"/country/{first.iso3}#facts-{first.measure}" in row
    assert f"cell={first.iso3}.{first.measure}" in row
    assert "#contribute" in row
    assert f"{first.journeys} on" in row
    by_children = page(data, "view=missing&order=children")
    weighted = open_of(data, DataState(view="missing")).weighted[0]
    assert f"{weighted.figures[0].value:,}" in by_children
    assert f"#{weighted.figures[0].source_id}" in by_children


def test_official_figures_tell_their_age_and_what_the_checks_found(data):
    text = page(data)
    section = re.search(r'<section id="snapshots-held">.*?</section>', text, re.S)[0]
    official = data.atlas.official
    snapshots, warnings = official.snapshots, official.warnings
    assert f"{len(snapshots)} snapshots of official figures" in section
    for row in snapshots.itertuples():
        assert unescape(str(row.publisher)) in unescape(section)
    assert section.count("before this data version") == len(snapshots)
    assert f"{len(warnings)} warnings" in section
    for words in warnings["words"]:
        assert str(words) in unescape(section)


def test_a_chosen_cell_has_a_form_that_names_it(data):
    text = page(data, "view=missing&cell=LBY.school_primary_secondary")
    form = re.search(r'<section [^>]*id="contribute".*?</section>', text, re.S)[0]
    assert "Country: Libya (LBY)" in form
    assert "Table: service_access.csv" in form
    assert "Source (publisher" in form


def test_the_csv_of_the_list_is_the_models(client, data):
    answer = client.get("/data.csv?view=missing&standing=unchecked&goal=2")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    ours = open_of(data, DataState(view="missing", goal=2)).rows
    wanted = [r for r in ours if r.standing == "unchecked"]
    assert [(r["iso3"], r["measure"], r["rank"]) for r in found] == [
        (r.iso3, r.measure, str(r.rank)) for r in wanted
    ]


def test_a_goal_that_is_not_judged_says_that_nothing_is_missed(data):
    assert "no level hangs on any answer" in page(data, "view=missing&goal=5")


@pytest.mark.parametrize(
    "query", ["view=all", "view=coverage&sort=school_primary_secondary", "cell=LBY.joy",
              "view=missing&standing=read"]
)  # fmt: skip
def test_what_a_link_says_that_does_not_exist_is_dropped_with_a_word(data, query):
    assert "Part of this link could not be used." in page(data, query)


def test_links_read_back_to_the_same_view(data):
    state = DataState(
        view="missing", goal=4, routes=("channel",), roles=("transit",), descending=True,
        sort="school_primary_secondary", order="children", standing="unknown",
        cell=("LBY", "school_primary_secondary"),
    )  # fmt: skip
    again, dropped = DataState.read(data, state.href().partition("?")[2])
    assert (again, dropped) == (state, ())


def test_the_frame_shows_the_same_matrix(client, data):
    query = "goal=4&routes=channel"

    def told(text):
        return [re.sub(r"<[^>]*>", "", line) for line in body_of(text)]

    text = client.get(f"/embed/coverage?{query}").text
    assert told(text) == told(page(data, f"view=coverage&{query}"))


def test_files_below_the_page_are_still_files(client, data):
    assert client.get(f"/data/{data.version}/catalogue.json").json()["colourings"]
    assert client.get("/data/nothing").status_code == 404
