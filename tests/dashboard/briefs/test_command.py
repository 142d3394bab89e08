"""``childways brief`` writes the same as the site offers."""

import pytest

from dashboard.cli import main


def test_a_country_as_markdown_is_what_the_site_gives(client, data, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CHILDWAYS_ORIGIN", data.origin)
    out = tmp_path / "brief.md"
    assert main(["brief", "GBR", "--to", str(out), "--year", "2015", "--company", "family"]) == 0
    assert "Brief: United Kingdom, 2015" in capsys.readouterr().out
    given = client.get("/brief-file/md/country/GBR?year=2015&company=family")
    assert out.read_text(encoding="utf-8") == given.text


def test_a_route_and_its_branch(tmp_path):
    out = tmp_path / "brief.md"
    assert main(["brief", "albania-uk", "--branch", "belgium", "--to", str(out)]) == 0
    assert "Albania by air to Belgium" in out.read_text(encoding="utf-8")


def test_what_can_not_be_used_is_said(tmp_path, capsys):
    out = tmp_path / "brief.md"
    assert main(["brief", "/brief/country/GBR?year=1066", "--to", str(out)]) == 0
    assert "1066" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("what", "file", "words"),
    [("GBX", "a.md", "GBX"), ("GBR", "a.odt", "pdf, docx, md, html"), ("GBR", "no/a.md", "folder")],
)
def test_it_ends_with_2_and_says_why(tmp_path, capsys, what, file, words):
    assert main(["brief", what, "--to", str(tmp_path / file)]) == 2
    assert words in capsys.readouterr().err


def test_without_a_browser_a_pdf_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CHILDWAYS_PICTURES", "0")
    assert main(["brief", "GBR", "--to", str(tmp_path / "a.pdf")]) == 2
    assert "Chromium" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()
