"""What a view shows, as CSV and Excel: the numbers of the screen, harmless and explained."""

import csv
import html
import io
import re

import openpyxl
import pytest

from dashboard.shown import KINDS, shown
from dashboard.shown.files import to_csv
from dashboard.shown.table import sources_of
from dashboard.state import from_query
from dashboard.ways import JourneyState

VIEWS = {
    "map": "?colour=goal-2&routes=central-med-horn",
    "table": "?colour=detention_practice&status=refugee&sort=-value",
    "trend": "?colour=goal-4",
    "journey/central-med-horn": "?status=undocumented&year=2019",
    "labels/central-med-horn": "?company=family",
    "compare": "?a=central-med-horn&b=ERI,SDN,LBY,ITA&status2=refugee",
    "country/LBY": "?year=2020",
    "sheet": "?countries=LBY,ITA,TUN&year=2024&sort=goal-2",
    "goals/2": "?year=2024&since=2016&status=refugee",
    "what-if": "?change=LBY:end-detention&route=central-med-horn",
    "gaps": "?goal=2&year=2022&only=not_kept",
    "journeys": "?sort=weakest&status=refugee&year=2020",
    "missing": "?goal=2&standing=unchecked&year=2022",
    "coverage": "?view=coverage&goal=4&routes=channel&year=2022",
    "timeline": "?countries=LBY,GBR&since=all",
    "practice": "?role=transit",
}
NASTY = '=CMD("x")</script><script>alert(1)</script>'


def rows_of(client, rest, query):
    answer = client.get(f"/table/csv/{rest}{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def sheet(client, rest, query, name="Values"):
    answer = client.get(f"/table/xlsx/{rest}{query}")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return book[name]


@pytest.mark.parametrize("rest", VIEWS)
def test_csv_and_excel_hold_the_same_values(client, data, rest):
    query = VIEWS[rest]
    told = rows_of(client, rest, query)
    head, *cells = sheet(client, rest, query).iter_rows(values_only=True)
    made = shown(data, rest, query)
    assert len(told) == len(cells) == len(made.rows) > 5
    for row, excel, model in zip(told, cells, made.rows, strict=True):
        for name, value in zip(head, excel, strict=True):
            expected = "" if model.get(name) is None else model[name]
            assert ("" if value is None else value) == expected
            text = row[name].removeprefix("'")
            is_number = isinstance(expected, (int, float))
            assert (float(text) if is_number else text) == expected
    assert {row["data_version"] for row in told} == {data.version}


def test_every_kind_is_tested():
    assert {rest.partition("/")[0] for rest in VIEWS} == set(KINDS)


def test_a_journey_has_the_levels_of_the_profile_and_of_the_page(client, data):
    rest, query = "journey/central-med-horn", VIEWS["journey/central-med-horn"]
    told = rows_of(client, rest, query)
    state, _ = JourneyState.read(data.atlas, "central-med-horn", query)
    journey = state.way.journey(data.atlas)
    profile = data.profile(journey, state.lens.child, state.lens.year, False)
    page = client.get(f"/embed/{rest}{query}").text
    on_page = re.findall(r'class="n-value">([^<]*)<', page)
    assert len(told) == len(journey.stages) * 6 == len(on_page)
    for row in told:
        cell = profile.cell(int(row["stage"]), int(row["goal"]))
        assert row["level"] == ("" if cell.level is None else str(cell.level))
        assert float(row["known_share"]) == pytest.approx(cell.known_share, abs=1e-4)
        drop = profile.drop_into(cell.stage.order, cell.goal)
        assert (row["change"] == str(-drop.size)) if drop else not row["change"].startswith("-")
    # The page goes goal by goal, the table stage by stage.
    by_goal = sorted(told, key=lambda row: (int(row["goal"]), int(row["stage"])))
    shown_numbers = [row["level"] or ("–" if row["goal"] == "5" else "?") for row in by_goal]
    assert shown_numbers == on_page


def test_the_map_has_the_steps_of_its_table_page(client, data):
    query = VIEWS["map"]
    told = rows_of(client, "map", query)
    page = client.get(f"/embed/table{query}").text
    on_page = re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', page)
    steps = [html.unescape(t.strip()) for t in
             re.findall(r'<span class="swatch [^"]*"></span>([^<]*)</td>', page)]  # fmt: skip
    assert [row["country"] for row in told] == [html.unescape(name) for name in on_page]
    assert [row["value_in_words"] for row in told] == steps
    state, _ = from_query(query, data)
    assert {row["iso3"] for row in told} == data.in_view(state)


def test_the_list_of_journeys_says_what_its_page_and_the_api_say(client):
    rest, query = "journeys", VIEWS["journeys"]
    told = rows_of(client, rest, query)
    asked = client.get("/api/v1/views", params={"url": f"/journeys{query}"}).json()["data"]["rows"]
    assert [row["route_id"] for row in told] == [row["route_id"] for row in asked]
    names = {"branch": "branch", "weakest_level": "weakest_level", "largest_drop": "largest_drop",
             "levels_known": "levels_known", "levels_asked": "levels_asked"}  # fmt: skip
    for row, other in zip(told, asked, strict=True):
        for mine, theirs in names.items():
            assert row[mine] == ("" if other[theirs] is None else str(other[theirs])), mine
        for name in ("weakest_at", "largest_drop_at", "weaker_branches"):
            assert row[name].replace(" | ", "; ") == other[name]
    page = client.get(f"/journeys{query}").text
    items = re.findall(r"<article.*?</article>", page, re.S)
    for row, item in zip(told, items, strict=True):
        words = html.unescape(" ".join(re.sub("<[^>]*>", " ", item).split()))
        assert row["route"] in words
        assert f"{row['levels_known']} of {row['levels_asked']} levels" in words
        assert all(name in words for name in row["countries"].split(" | "))
        if row["weakest_at"]:
            assert row["weakest_at"].partition(",")[0] in words.partition("Weakest")[2]
            assert f"Level {row['weakest_level']}" in words
        on_page = words.partition("Largest drop")[2].partition("Known")[0]
        assert row["largest_drop_at"].partition(",")[0] in on_page
        if "across" in on_page:
            assert on_page.partition("across")[2].partition(")")[0] in row["largest_drop_at"]
    assert any("across" in row["largest_drop_at"] for row in told), "over a stage that is not known"
    none = {row["largest_drop_at"] for row in told if row["largest_drop"] in ("", "0")}
    assert none == {"not known", "no known level falls at a border"}
    assert {row["largest_drop_at"] for row in told if row["largest_drop"] == ""} == {"not known"}


def test_the_list_of_journeys_names_every_source_behind_a_route(data):
    [one] = shown(data, "journeys", "?find=channel&year=2020").rows
    levels = shown(data, "journey/channel", "?year=2020").rows
    behind = {name for row in levels for name in row["source_ids"].split(" | ") if name}
    of_route = data.atlas.route("channel").source_id
    assert set(one["source_ids"].split(" | ")) == behind | {of_route}
    assert one["origin"] == "atlas"


def test_what_is_missing_is_told_as_the_api_tells_it_with_the_answers_to_be_checked(client):
    told = rows_of(client, "missing", VIEWS["missing"])
    answer = client.get("/api/v1/open-questions.csv?goal=2&standing=unchecked&year=2022")
    asked = list(csv.DictReader(io.StringIO(answer.text)))
    for name in ("rank", "iso3", "measure", "standing", "level", "reach", "journeys"):
        assert [row[name] for row in told] == [row[name] for row in asked], name
    for row in told:
        assert row["evidence"] == "Source named, not yet checked"
        assert row["source_ids"]
        assert row["in_law"] or row["in_practice"]
    unknown = rows_of(client, "missing", "?goal=2&standing=unknown&year=2022")
    assert unknown
    assert {row["source_ids"] for row in unknown} == {""}
    workbook = sheet(client, "missing", "?standing=unknown&goal=2", "Sources")
    named = {row[0] for row in workbook.iter_rows(min_row=2, values_only=True)}
    figures = {
        row["figure_source_id"] for row in rows_of(client, "missing", "?standing=unknown&goal=2")
    }
    assert named == figures - {""} != set()


def test_the_trend_counts_as_the_chart(client):
    told = rows_of(client, "trend", VIEWS["trend"])
    page = client.get(f"/{VIEWS['trend']}&view=chart").text
    table = page[page.index("The same as a table") :]
    for year in ("2010", "2025"):
        line = re.search(rf'<th scope="row"><a[^>]*>{year}</a></th>(.*?)</tr>', table)[1]
        counted = re.findall(r"<td>(\d+)</td>", line)
        assert [row["countries_count"] for row in told if row["year"] == year] == counted
    for row in told:
        assert len(row["iso3s"].split()) == int(row["countries_count"])


def test_every_known_value_names_its_sources(data):
    for rest, query in VIEWS.items():
        if rest in ("trend", "what-if", "gaps", "journeys", "missing"):  # below: other columns
            continue
        for row in shown(data, rest, query).rows:
            is_known = row.get("level") is not None
            if is_known:
                assert row["facts_count"] > 0
                assert row["source_ids"]
                assert row["publishers"]
                assert row["evidence"]
                assert row["in_law"] or row["in_practice"]
            for name in filter(None, row["source_ids"].split(" | ")):
                assert name in data.atlas.sources.index


def test_the_workbook_explains_itself(client, data):
    rest = "journey/central-med-horn"
    about = list(sheet(client, rest, "", "About").iter_rows(values_only=True))
    told = {row[0]: row[1] for row in about if row[0]}
    assert told["Child"] == "a child of 15, alone, seeking asylum"
    assert told["Year"] == 2025
    assert told["Data version"] == data.version
    assert "CC BY 4.0" in told["Licence"]
    assert told["The view"].endswith("/journey/central-med-horn")
    columns = [c.name for c in shown(data, rest, "").columns]
    assert all(told[name] for name in columns)
    sources = list(sheet(client, rest, "", "Sources").iter_rows(values_only=True))
    assert [row[0] for row in sources[1:]] == list(shown(data, rest, "").source_ids)


def test_a_readers_own_words_stay_words(client):
    query = {"stops": "ERI,SDN,LBY", "name": NASTY}
    answer = client.get("/table/csv/journey/own", params=query)
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert rows[0]["journey"] == "'" + NASTY
    assert re.fullmatch(
        r'attachment; filename="childways-[a-z0-9_-]+\.csv"', answer.headers["content-disposition"]
    )
    answer = client.get("/table/xlsx/journey/own", params=query)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    for one in book:
        for cells in one.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert book["Values"]["A2"].value == NASTY
    assert book["Values"]["A2"].quotePrefix


def test_no_cell_of_a_csv_begins_as_a_formula(data):
    for rest, query in VIEWS.items():
        for row in csv.reader(io.StringIO(to_csv(data, shown(data, rest, query)).decode())):
            for cell in row:
                assert not re.match(r"[=+@]|-\D", cell)


def test_the_same_bytes_twice_and_a_clear_refusal(client):
    one, other = (client.get("/table/xlsx/country/LBY").content for _ in range(2))
    assert one == other
    assert client.get("/table/ods/map").status_code == 404
    lost = client.get("/table/csv/journey/central-med-hron")
    assert lost.status_code == 404
    assert client.get("/table/csv/nothing").status_code == 404


def test_looks_change_no_number(client):
    plain = client.get("/table/csv/country/LBY")
    assert client.get("/table/csv/country/LBY?theme=dark&lang=fr&scale=2").content == plain.content


def test_share_offers_the_tables(client):
    for page, rest in (("/?year=2020", "map?year=2020"), ("/country/LBY", "country/LBY"),
                       ("/journey/central-med-horn", "journey/central-med-horn")):  # fmt: skip
        text = html.unescape(client.get(page).text)
        assert f'href="/table/csv/{rest}"' in text
        assert f'href="/table/xlsx/{rest}"' in text


def test_a_year_of_the_trend_names_the_sources_of_its_countries(data):
    trend = shown(data, "trend", VIEWS["trend"])
    assert {row["value"] for row in trend.rows if row["countries_count"]} > {"unknown"}
    for year in (2013, 2025):
        of_map = shown(data, "map", f"{VIEWS['trend']}&year={year}").rows
        for row in (row for row in trend.rows if row["year"] == year):
            behind = sources_of(one for one in of_map if one["value"] == row["value"])
            assert set(sources_of([row])) == set(behind)
            assert row["value"] == "unknown" or not row["countries_count"] or behind
    assert set(trend.source_ids) == set(sources_of(trend.rows))


def test_a_what_if_names_the_sources_of_the_level_as_it_is(data):
    found = shown(data, "what-if", VIEWS["what-if"])
    as_it_is = shown(data, "journey/central-med-horn", "")
    behind = {(row["iso3"], row["goal"]): row["source_ids"] for row in as_it_is.rows}
    rows = [row for row in found.rows if row["branch"] == as_it_is.rows[0]["branch"]]
    assert len(rows) == len(as_it_is.rows)
    for row in rows:
        assert row["source_ids"] == behind[row["iso3"], row["goal"]]
    assert set(found.source_ids) == set(sources_of(found.rows)) >= set(as_it_is.source_ids)
    meanings = {column.name: column.meaning for column in found.columns}
    assert meanings["source_urls"].startswith("Behind level_before")


def test_a_what_if_says_in_every_row_and_on_every_sheet_that_it_is_no_fact(client):
    rest, query = "what-if", VIEWS["what-if"]
    told = rows_of(client, rest, query)
    assert {row["is_fact"] for row in told} == {"no"}
    assert all("A calculation, not a fact" in row["what_if"] for row in told)
    answer = client.get(f"/table/xlsx/{rest}{query}")
    assert "what-if-not-a-fact" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "A calculation, not a fact" in book["About"]["A1"].value
    assert "A calculation, not a fact" in book.properties.title


@pytest.mark.parametrize("query", [VIEWS["what-if"], "?goal=2&order=children"])
def test_a_what_if_has_the_numbers_of_its_pages_csv_and_of_the_api(client, query):
    told = rows_of(client, "what-if", query)
    on_page = list(csv.DictReader(io.StringIO(client.get(f"/what-if.csv{query}").text)))
    by_api = client.get("/api/v1/views.csv", params={"url": f"/what-if{query}"})
    by_api = list(csv.DictReader(io.StringIO(by_api.text)))
    assert len(told) == len(on_page) == len(by_api) > 5
    names = set(told[0]) & set(on_page[0]) & set(by_api[0]) - {"is_fact", "what_if", "year"}
    assert {"level_before", "level_after", "iso3", "goal"} <= names
    for row, page, api in zip(told, on_page, by_api, strict=True):
        for name in names - {"routes_lifted", "routes_without_figure"}:
            assert row[name] == page[name] == api[name], name


def test_gaps_have_the_cells_of_the_pages_csv_and_the_states_of_the_api(client):
    query = "?goal=2&year=2022&routes=central-med-horn"
    told = rows_of(client, "gaps", query)
    on_page = list(csv.DictReader(io.StringIO(client.get(f"/commitments.csv{query}").text)))
    assert len(told) == len(on_page) > 20
    for row, page in zip(told, on_page, strict=True):
        same = (set(row) & set(page)) - {"view"}  # one has the choices in the order of the page
        assert {name: row[name] for name in same} == {name: page[name] for name in same}
    asked = {"goal": 2, "year": 2022, "route_id": "central-med-horn", "per_page": 1000}
    by_api = client.get("/api/v1/gaps", params=asked).json()["data"]
    states = {(one["iso3"], one["commitment_id"]): one["state"] for one in by_api}
    assert {(row["iso3"], row["commitment_id"]): row["state"] for row in told}.items() <= (
        states.items()
    )


@pytest.mark.parametrize(
    ("page", "rest"),
    [
        ("/what-if?change=LBY:end-detention", "what-if?change=LBY:end-detention"),
        ("/commitments?goal=2", "gaps?goal=2"),
        ("/goals/2", "goals/2"),
        ("/sheet?countries=ITA,LBY", "sheet?countries=ITA,LBY"),
        ("/data?view=coverage&goal=4", "coverage?view=coverage&goal=4"),
        ("/timeline?goal=2", "timeline?goal=2"),
        ("/practice/jor-double-shift", "practice/jor-double-shift"),
    ],
)
def test_share_offers_tables_and_one_file(client, page, rest):
    text = html.unescape(client.get(page).text)
    assert f'href="/table/xlsx/{rest}"' in text
    assert f'href="/file/{rest}"' in text


def test_the_timelines_table_has_its_milestones_and_what_its_charts_draw(client):
    told = rows_of(client, "timeline", "?countries=LBY,GBR&since=all")
    view = client.get("/api/v1/views", params={"url": "/timeline?countries=LBY,GBR&since=all"})
    found = view.json()["data"]
    events = [(row["date"], row["title"]) for row in told if row["shown"] == "milestone"]
    assert events == [(one["date"], one["title"]) for one in found["milestones"]]
    values = {}
    for row in told:
        if row["shown"] != "milestone":
            for year in range(int(row["from_year"]), int(row["to_year"]) + 1):
                values[row["iso3s"], year, row["shown"]] = row["value"] or None
            assert bool(row["value"]) == bool(row["source_ids"])
    assert values == {
        (one["iso3"], one["year"], kind): one[kind]
        for one in found["histories"]
        for kind in ("law", "practice")
    }


def test_a_span_of_years_names_the_sources_of_all_its_years(data):
    table = shown(data, "timeline", "countries=LBY,GBR&since=all")
    child = data.age_class(table.lens.child)
    spans = [row for row in table.rows if row["shown"] != "milestone" and row["value"]]
    widened = 0
    for row in spans:
        years = range(row["from_year"], row["to_year"] + 1)
        facts = [data.facts_of(row["iso3s"], child, year, False)[row["kind"]] for year in years]
        ids = {fact.source_id for found in facts for fact in found}
        assert set(row["source_ids"].split(" | ")) == ids
        as_of = [fact.as_of_year for found in facts for fact in found]
        assert (row["as_of_year"], row["newest_as_of_year"]) == (min(as_of), max(as_of))
        widened += ids > {fact.source_id for fact in facts[0]}
    assert widened, "one value rests on several sources over the years"


def test_a_table_without_a_child_names_none(client):
    about = {row[0] for row in sheet(client, "practice", "", "About").iter_rows(values_only=True)}
    assert "The view" in about
    assert "Child" not in about
    one = rows_of(client, "practice/bih-social-welfare-centres", "")
    assert [row["case_id"] for row in one] == ["bih-social-welfare-centres"]


def test_coverage_counts_what_the_api_counts(client):
    told = rows_of(client, "coverage", "?routes=channel&year=2022")
    asked = {"route_id": "channel", "year": 2022, "per_page": 1000}
    by_api = client.get("/api/v1/coverage", params=asked).json()["data"]
    numbers = {(one["iso3"], one["goal"]): (one["asked"], one["answered"]) for one in by_api}
    assert {
        (row["iso3"], int(row["goal"])): (int(row["asked"]), int(row["answered"])) for row in told
    } == numbers
