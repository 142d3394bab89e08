"""Names of files: they stay in their folder, on every system."""

import pytest

from dashboard.outputs.names import OutputError, safe_path
from dashboard.outputs.wanted import form_of

BAD = [
    "", ".", "..", "../x.svg", "a/../../x.svg", "/etc/passwd.svg", "a//b.svg", "a/./b.svg",
    "C:\\x.svg", "a\\b.svg", "c:x.svg", "con.svg", "NUL", "a/aux.txt", "a.svg.", "a .svg/ b.svg",
    ".hidden.svg", "-rf.svg\n", "a\x00.svg", "a\nb.svg", "$(id).svg", "a;b.svg", "a|b.svg",
    "a\u202eb.svg", "a*.svg", "a?.svg", "a/b/c/d/e.svg", "x" * 130 + ".svg", "com1 .svg",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_leads_out_or_that_a_system_lacks_is_refused(tmp_path, name):
    with pytest.raises(OutputError, match="no name for a file"):
        safe_path(tmp_path, name)


@pytest.mark.parametrize("name", ["a.svg", "maps/goal 2 (2020).csv", "a@2x.png", "a/b/c/d.txt"])
def test_a_plain_name_is_taken(tmp_path, name):
    assert safe_path(tmp_path, name) == tmp_path / name


def test_a_link_in_the_folder_leads_nowhere(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "out").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="leads out"):
        safe_path(tmp_path / "in", "out/x.svg")
    (tmp_path / "in" / "f.svg").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        safe_path(tmp_path / "in", "f.svg")


def test_the_ending_says_what_is_made():
    assert form_of("A/B.PNG") == ".png"
    assert form_of("a.csl.json") == ".csl.json"
    assert form_of("a.json") == ".json"
    for name in ("png", ".png", "a.exe", "a.svg.zip"):
        with pytest.raises(OutputError, match="no ending that says"):
            form_of(name)
