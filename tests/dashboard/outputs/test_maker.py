"""Every kind of file of a view, as the server gives it, without a server."""

import json

import pytest

from dashboard.outputs.names import OutputError
from dashboard.outputs.view import asked_view
from dashboard.outputs.wanted import FORMS, wanted
from dashboard.pictures.browser import CantDrawError
from geodata.editions import MissingEditionError
from geodata.provenance import current_build
from routes import UnknownNameError

JOURNEY = "/journey/central-med-horn?status=refugee&year=2020"


@pytest.mark.parametrize(
    ("form", "path"),
    [
        (".svg", "/picture/svg/journey/central-med-horn?status=refugee&year=2020"),
        (".html", "/file/journey/central-med-horn?status=refugee&year=2020"),
        (".csv", "/table/csv/journey/central-med-horn?status=refugee&year=2020"),
        (".xlsx", "/table/xlsx/journey/central-med-horn?status=refugee&year=2020"),
    ],
)
def test_a_file_is_what_the_server_gives(client, data, nowhere, form, path):
    link = data.origin + JOURNEY  # so that links lead to the same site
    assert nowhere.make(wanted(link, f"x{form}")) == client.get(path).content


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ("/commitments?goal=2", "gaps?goal=2"),
        ("/goals/3", "goals/3"),
        ("/sheet?of=route:channel", "sheet?of=route:channel"),
        ("/what-if?change=LBY:end-detention", "what-if?change=LBY:end-detention"),
        ("/data?view=coverage&goal=2", "coverage?view=coverage&goal=2"),
    ],
)
def test_every_page_with_a_figure_gives_the_picture_that_the_server_gives(
    client, data, nowhere, page, picture
):
    made = nowhere.make(wanted(data.origin + page, "x.svg", size="column"))
    joint = "&" if "?" in picture else "?"
    assert made == client.get(f"/picture/svg/{picture}{joint}size=column").content


@pytest.mark.parametrize(("page", "table"), [
    ("/journeys?year=2020", "journeys?year=2020"),
    ("/data?view=missing&goal=2", "missing?view=missing&goal=2"),
])  # fmt: skip
def test_a_page_without_a_picture_gives_its_tables(client, data, nowhere, page, table):
    for form in ("csv", "xlsx"):
        made = nowhere.make(wanted(data.origin + page, f"x.{form}"))
        assert made == client.get(f"/table/{form}/{table}").content


def test_json_is_the_answer_of_the_api(client, maker):
    made = json.loads(maker.make(wanted(JOURNEY, "x.json")))
    assert made == client.get("/api/v1/views", params={"url": JOURNEY}).json()


@pytest.mark.parametrize("form", [".bib", ".csl.json", ".txt", ".md"])
def test_a_citation_has_title_version_and_link(maker, data, form):
    text = maker.make(wanted(JOURNEY, f"x{form}")).decode()
    assert "Central Mediterranean" in text
    assert data.version in text
    assert "https://atlas.example.org/journey/central-med-horn?" in text
    assert f"cited={data.version}" in text


@pytest.mark.parametrize(
    ("text", "embed", "picture", "table"),
    [
        ("/", "map", "map", "map"),
        ("colour=goal-4", "map?colour=goal-4", "map?colour=goal-4", "map?colour=goal-4"),
        ("/?view=chart", "map?view=chart", "chart?view=chart", "trend?view=chart"),
        ("/?view=table", "table?view=table", "map?view=table", "table?view=table"),
        ("https://x.example/table/csv/trend?colour=goal-4",) + 3 * ("?colour=goal-4&view=chart",),
        ("http://x.example:80/embed/labels/channel?theme=dark", *(3 * ("labels/channel",))),
        ("/picture/png/country/LBY?size=card&scale=2", *(3 * ("country/LBY",))),
        ("/file/compare?a=channel&b=albania-uk", *(3 * ("compare?a=channel&b=albania-uk",))),
        ("/picture/svg/gaps?goal=2&size=card", *(3 * ("gaps?goal=2",))),
        ("/goals/2", *(3 * ("goals/2",))),
        ("/embed/coverage?goal=2", *(3 * ("coverage?goal=2&view=coverage",))),
        ("/embed/timeline?goal=2", *(3 * ("timeline?goal=2",))),
        ("/file/practice/jor-double-shift", *(3 * ("practice/jor-double-shift",))),
        ("/data?view=coverage", *(3 * ("coverage?view=coverage",))),
        ("/journeys?year=2020", "", "", "journeys?year=2020"),
        ("/table/xlsx/journeys?year=2020", "", "", "journeys?year=2020"),
        ("/data?view=missing&goal=2", "", "", "missing?view=missing&goal=2"),
        ("/table/csv/missing?goal=2", "", "", "missing?goal=2&view=missing"),
        ("/methods", "", "", ""),
    ],
)
def test_every_address_of_a_view_is_understood(text, embed, picture, table):
    found = asked_view(text)
    if embed.startswith("?"):
        embed, picture, table = f"map{embed}", f"chart{picture}", f"trend{table}"
    assert (found.embed, found.picture, found.table) == (embed, picture, table)


def test_looks_come_from_the_row_then_from_the_address(maker):
    plain = maker.make(wanted("/country/LBY", "x.svg"))
    dark = maker.make(wanted("/picture/png/country/LBY?theme=dark&size=card", "x.svg"))
    assert dark != plain
    assert b'width="1200"' in dark
    assert maker.make(wanted("/country/LBY", "x.svg", theme="dark", size="card")) == dark
    light = wanted("/picture/png/country/LBY?theme=dark", "x.svg", theme="light")
    assert maker.make(light) == plain


@pytest.mark.parametrize("form", [".png", ".pdf"])
def test_without_a_browser_only_what_needs_it_fails(maker, form):
    with pytest.raises(CantDrawError, match="made with Chromium"):
        maker.make(wanted("/country/LBY", f"x{form}"))
    for other in set(FORMS) - {".png", ".pdf", ".docx"}:
        assert maker.make(wanted("/country/LBY", f"x{other}"))


@pytest.mark.parametrize(
    ("view", "to", "words"),
    [
        ("/methods", "x.svg", "/methods has no picture"),
        ("/methods", "x.csv", "/methods has no table"),
        ("/journeys", "x.html", "/journeys has no file of its own"),
        ("/country/LBY", "x.exe", "no ending that says what to make"),
        ("", "x.svg", "No view is named"),
        ("/" + "x" * 6000, "x.svg", "longer than"),
    ],
)
def test_what_can_not_be_made_says_why(maker, view, to, words):
    with pytest.raises(OutputError, match=words):
        maker.make(wanted(view, to))


def test_what_the_atlas_lacks_is_named(maker):
    with pytest.raises(UnknownNameError, match="atlantis"):
        maker.make(wanted("/journey/atlantis", "x.svg"))


@pytest.mark.parametrize("view", ["/journeys", "/timeline", "/practice"])
def test_a_page_without_an_embed_is_still_a_table(maker, view):
    assert maker.make(wanted(view, "x.csv")).count(b"\n") > 20


def test_an_edition_is_named_by_option_or_address(maker, data):
    with pytest.raises(MissingEditionError, match="No edition '0123'"):
        maker.make(wanted("/country/LBY?edition=0123", "x.csv"))
    maker._editions.store.keep(current_build(data.atlas.folder))
    by_option = maker.make(wanted("/country/LBY", "x.csv", edition=data.version))
    by_address = maker.make(wanted(f"/country/LBY?edition={data.version}", "x.csv"))
    assert by_option == by_address
    assert f"edition={data.version}".encode() in by_option
    assert by_option != maker.make(wanted("/country/LBY", "x.csv"))


def test_without_a_site_links_lead_nowhere_and_none_is_broken(nowhere):
    text = nowhere.make(wanted("/country/LBY", "x.html")).decode()
    assert nowhere.has_lost_links
    assert 'href="/' not in text
    assert "127.0.0.1" not in text
    assert "On a site of the atlas: /country/LBY" in text


def test_the_key_changes_with_view_looks_and_data_and_not_with_the_name(maker):
    one = maker.key(wanted("/country/LBY", "a.svg"))
    assert one == maker.key(wanted("https://atlas.example.org/country/LBY", "b.svg"))
    others = [
        wanted("/country/ITA", "a.svg"),
        wanted("/country/LBY?year=2012", "a.svg"),
        wanted("/country/LBY", "a.csv"),
        wanted("/country/LBY", "a.svg", theme="dark"),
    ]
    assert one not in {maker.key(other) for other in others}


@pytest.mark.parametrize("form", ["md", "html", "svg"])
def test_a_brief_is_what_the_server_gives(client, data, nowhere, form):
    rest = "journey/albania-uk?branch=belgium&year=2020"
    given = client.get(f"/brief-file/{form}/{rest}").content
    assert nowhere.make(wanted(f"{data.origin}/brief/{rest}", f"x.{form}")) == given
    assert nowhere.make(wanted(f"{data.origin}/brief-file/pdf/{rest}", f"x.{form}")) == given


def test_only_a_brief_is_a_word_document(maker):
    assert maker.make(wanted("/brief/country/GBR", "x.docx")).startswith(b"PK")
    with pytest.raises(OutputError, match="only briefs"):
        maker.make(wanted("/country/GBR", "x.docx"))
