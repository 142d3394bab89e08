"""What was put right is told, and any value can be questioned with its exact cell."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data

FACT = "detention/LBY/detention_practice/all/alone/2014"
ASK = f"/corrections?fact={FACT}&status=refugee&year=2024"


@pytest.fixture(scope="module")
def asking(client):
    """A site with an address for questions: ``asking("mailto:...")``."""
    return lambda address: type(client)(
        create_app(Config(access_log=False, questions=address), Data.load())
    )


def test_every_correction_is_told_with_its_cell(client, data):
    text = client.get("/corrections").text
    table = data.atlas.corrections
    assert len(table) >= 7
    for row in table.itertuples():
        assert f'id="correction-{row.correction_id}"' in text
    assert "Editors" in text
    assert 'href="/country/COD"' in text


def test_versions_are_told_and_the_kept_ones_open(client, data):
    text = client.get("/corrections").text
    assert "25 November 2026" in text
    assert re.search(rf'href="/\?[^"]*edition={data.version}"', text)


def test_methods_and_the_country_lead_here(client):
    assert 'href="/corrections"' in client.get("/methods").text
    text = client.get("/country/COD").text
    assert re.search(r'correction of it so far: <a href="/corrections"', text)


@pytest.mark.parametrize(
    "page", ["/country/LBY", "/journey/central-med-horn?cell=4.2", "/?country=LBY", "/?view=table"]
)
def test_each_fact_has_a_link_that_opens_its_question(client, page):
    text = client.get(page + ("&" if "?" in page else "?") + "status=refugee&year=2024").text
    links = re.findall(r'href="(/corrections\?fact=[^"]*)"', text)
    assert links
    link = unescape(links[0])
    assert "status=refugee" in link
    answer = client.get(link.partition("#")[0])
    assert "Question this value: " in answer.text


def test_a_question_carries_the_exact_cell(client, data):
    text = client.get(ASK).text
    body = unescape(
        re.search(r'<textarea id="share-what-it-carries"[^>]*>(.*?)</textarea>', text, re.S)[1]
    )
    fact = data.atlas.protection.facts.set_index("fact_id").loc[FACT]
    for part in ("Libya (LBY)", "(systematic)", "a child of 15, alone, ", "in 2024",
                 f"detention.csv, row {fact['row']} ({FACT})", data.version,
                 "/country/LBY?status=refugee&year=2024#facts-detention_practice"):  # fmt: skip
        assert part in body, part
    assert "no address for questions" in text


def test_a_mail_is_filled_in_and_sent_by_nobody_but_the_reader(asking):
    text = asking("mailto:atlas@example.org").get(ASK).text
    (href,) = [unescape(h) for h in re.findall(r'href="(mailto:[^"]*)"', text)]
    parts = urlsplit(href)
    assert parts.path == "atlas@example.org"
    found = parse_qs(parts.query)
    assert found["subject"] == ["Question on a value: Libya: Detention in practice"]
    assert FACT in found["body"][0]
    assert "Nothing is sent before you send it." in text


@pytest.mark.parametrize(
    "template",
    ["https://tracker.example.org/new", "https://tracker.example.org/new?labels=facts",
     "https://tracker.example.org/new?summary={title}&description={body}"],
)  # fmt: skip
def test_a_form_is_filled_in(asking, template):
    text = asking(template).get(ASK).text
    (href,) = [unescape(h) for h in re.findall(r'href="(https://tracker[^"]*)"', text)]
    found = parse_qs(urlsplit(href).query)
    title = found.get("title") or found["summary"]
    assert title == ["Question on a value: Libya: Detention in practice"]
    assert FACT in (found.get("body") or found["description"])[0]


@pytest.mark.parametrize("fact", ["nothing", "<script>alert(1)</script>", "x" * 3000])
def test_a_value_that_is_not_here_is_said(client, fact):
    answer = client.get("/corrections", params={"fact": fact})
    assert answer.status_code == 200
    assert "There is no value" in answer.text
    assert "<script>alert" not in answer.text


def test_a_question_from_a_frozen_page_names_its_version(client, data):
    text = client.get(f"{ASK}&edition={data.version}").text
    body = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.S)[1])
    assert f"edition={data.version}#facts-" in body


def test_a_wrong_address_for_questions_is_refused():
    for wrong in ("javascript:alert(1)", "http://example.org", "someone@example.org"):
        with pytest.raises(ValueError, match="CHILDWAYS_QUESTIONS"):
            Config.from_env({"CHILDWAYS_QUESTIONS": wrong})
    right = Config.from_env({"CHILDWAYS_QUESTIONS": "mailto:a@example.org"})
    assert replace(right, questions="").questions == ""
