"""What the documents say is there, is there; and what is there, they say."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from dashboard.cli import _parser
from dashboard.config import Config
from dashboard.embeds import KINDS
from dashboard.site import LIVE, PAINTED, STILL

ROOT = Path(__file__).parents[1]
WRITTEN = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "docs" / "decisions", ROOT / "benchmarks")
    for path in folder.glob("*.md")
)
SETTINGS = {"api_rate_per_minute": "CHILDWAYS_API_RATE"}


@pytest.mark.parametrize("field", [field.name for field in fields(Config)])
def test_every_setting_is_documented(field):
    name = SETTINGS.get(field, f"CHILDWAYS_{field.upper()}")
    assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_the_two_commands_are_the_readmes_first_lines():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("make ")][:2] == [
        line for line in lines[:6] if line.startswith("make ")
    ]
    assert lines[3].startswith("make run")
    assert lines[4].startswith("make test")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http", "/")):
            assert (path.parent / target).exists(), target


def test_every_embed_is_documented():
    text = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"/embed/{kind}" in text


def test_every_page_is_visited_by_the_browser_tests():
    text = (ROOT / "tests" / "browser" / "test_every_page.py").read_text(encoding="utf-8")
    for name in (*LIVE, *PAINTED, *STILL):
        assert f'"/{name}' in text


def test_every_command_is_documented():
    (commands,) = [a for a in _parser()._actions if hasattr(a, "choices") and a.choices]
    text = "".join(path.read_text(encoding="utf-8") for path in WRITTEN)
    for name in commands.choices:
        assert f"childways {name}" in text


def test_decisions_are_short():
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 12, path.name
