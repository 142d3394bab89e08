"""The OpenAPI document, its page, docs/api.md and the examples: all of it runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from routes import Child

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_every_operation_is_told_in_full(document):
    for path, method, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert {"200", "400", "406", "429", "500"} <= set(operation["responses"])
        assert "422" not in operation["responses"]
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}
        if method == "get":
            assert operation["x-examples"]
            assert "304" in operation["responses"]
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])


def free_texts(document):
    """Yield the address and name of each parameter that may be any word, as the document has it."""
    for path, method, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            for option in schema.get("anyOf", [schema]):
                is_any = option.get("type") == "string" and not {"enum", "pattern"} & set(option)
                if method == "get" and parameter["in"] == "query" and is_any:
                    yield path, parameter["name"]


def test_a_word_that_the_document_allows_is_not_refused_as_a_bad_request(ask, document):
    found = set(free_texts(document)) - {(path, "edition") for path in document["paths"]}
    assert ("/views", "url") in found  # an edition is read before the API is asked
    for path, name in sorted(found):
        where = path.format(iso3="LBY", route_id="channel", who="LBY", what="goal-2")
        assert ask(where, params={name: "hatch-dot"}).status_code != 400, (path, name)


def test_every_example_of_the_document_answers(ask, document):
    for _, _, operation in operations(document):
        for address in operation.get("x-examples", ()):
            assert ask(address).status_code == 200, address


def test_the_page_tells_of_every_address_and_runs_under_our_policy(client, ask, document):
    answer = ask("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.count("<h1") == 1
    for path, method, _ in operations(document):
        assert f"{method.upper()} /api/v1{path}" in answer.text
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", answer.text) == ["<script>"]  # the theme's
    loaded = re.findall(
        r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(https?:[^"]+)"', answer.text
    )
    assert loaded == []
    anchors = re.findall(r'href="#([^"]+)"', answer.text)
    assert all(f'id="{anchor}"' in answer.text for anchor in anchors)
    links = set(re.findall(r'href="(/api/v1[^"]*)"', answer.text))
    assert len(links) > 20
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_the_prefix_leads_to_its_documentation(client):
    answer = client.get("/api/v1/")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/api/v1/docs"


def test_addresses_in_the_documentation_answer(client):
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    addresses = re.findall(r"`(/api/v1[^`\s{]*)`", text)
    assert len(addresses) > 15
    for address in addresses:
        assert client.get(address).status_code in (200, 307), address


def test_the_documentation_names_every_address_and_the_setting(document):
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    for path, _, _ in operations(document):
        assert f"`{path}" in text, path
    assert "CHILDWAYS_API_RATE" in text


def run(command, live):
    environment = {**os.environ, "CHILDWAYS": live}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=600, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def levels_line(data):
    journey = data.atlas.journey("central-med-horn")
    profile = data.atlas.profile(journey, Child(status="refugee"), 2024)
    cells = ", ".join(f"{cell.stage.iso3} goal {cell.goal}" for cell in profile.weakest)
    return f"Weakest, at level {profile.weakest[0].level}: {cells}"


def test_the_python_example_runs_and_has_the_models_numbers(live, data):
    said = run([sys.executable, str(EXAMPLES / "client.py")], live)
    assert levels_line(data) in said
    assert f"{len(data.atlas.sources)} sources" in said
    assert "not changed: True" in said


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_curl_example_runs(live, data):
    said = run(["sh", str(EXAMPLES / "client.sh")], live)
    assert data.version in said
    assert "304" in said
    assert "application/problem+json" in said


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_the_r_example_runs(live, data):
    said = run(["Rscript", str(EXAMPLES / "client.R")], live)
    assert levels_line(data) in said
