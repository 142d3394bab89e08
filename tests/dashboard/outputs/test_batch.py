"""Many files: a failure stops none, what is whole is not made again."""

import csv
from pathlib import Path

import pytest

from dashboard.outputs.batch import Line, make_all
from dashboard.outputs.journal import NAME
from dashboard.outputs.listing import ListError, read_list
from dashboard.outputs.names import OutputError

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "views.csv"


class Maker:
    """Makes a file of its view's name; counts."""

    def __init__(self):
        self.made = []

    def key(self, asked):
        return asked.view

    def make(self, asked):
        self.made.append(asked.to)
        if "bad" in asked.view:
            raise OutputError("There is no such view.")
        if "fault" in asked.view:
            raise ZeroDivisionError
        return asked.view.encode()


def lines(*pairs):
    return [Line(view=view, to=to, row=row) for row, (view, to) in enumerate(pairs, start=2)]


def run(maker, wanted, folder):
    told = []
    outcome = make_all(maker, wanted, folder, told.append)
    assert told == [line.to for line in wanted]
    return outcome


def test_it_goes_on_after_a_failure_and_tells_each(tmp_path, caplog):
    wanted = lines(("/a", "a.csv"), ("/bad", "b.csv"), ("/fault", "c.csv"), ("/d", "../d.csv"),
                   ("/e", "sub/e.csv"), ("/f", "A.CSV"))  # fmt: skip
    outcome = run(Maker(), wanted, tmp_path / "out")
    assert outcome.made == ("a.csv", "sub/e.csv")
    assert [(one.row, one.to) for one in outcome.failed] == [
        (3, "b.csv"), (4, "c.csv"), (5, "../d.csv"), (7, "A.CSV"),
    ]  # fmt: skip
    reasons = [one.why for one in outcome.failed]
    assert reasons[0] == "There is no such view."
    assert "fault is ours" in reasons[1]
    assert "ZeroDivisionError" in caplog.text
    assert "Row 2 has this name already" in reasons[3]
    found = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert found == {"out/a.csv", "out/sub/e.csv", f"out/{NAME}"}


def test_what_is_whole_is_not_made_again_and_what_is_not_is(tmp_path):
    first = lines(("/a", "a.csv"), ("/b", "b.csv"), ("/c", "c.csv"), ("/d", "d.csv"))
    run(Maker(), first, tmp_path)
    (tmp_path / "a.csv").write_text("changed by hand")
    (tmp_path / "b.csv").unlink()
    again = Maker()
    moved = lines(("/a", "a.csv"), ("/b", "b.csv"), ("/other", "c.csv"), ("/d", "d.csv"))
    outcome = run(again, moved, tmp_path)
    assert again.made == ["a.csv", "b.csv", "c.csv"]
    assert outcome.kept == ("d.csv",)
    assert (tmp_path / "c.csv").read_text() == "/other"
    idle = Maker()
    assert run(idle, moved, tmp_path).made == ()
    assert idle.made == []


def test_a_run_that_was_killed_leaves_no_file_that_passes_for_whole(tmp_path):
    class Killed(Maker):
        def make(self, asked):
            if asked.to == "b.csv":
                raise KeyboardInterrupt
            return super().make(asked)

    wanted = lines(("/a", "a.csv"), ("/b", "b.csv"))
    with pytest.raises(KeyboardInterrupt):
        run(Killed(), wanted, tmp_path)
    journal = tmp_path / NAME
    journal.write_text(journal.read_text() + '\n{"name": "b.csv", "key": "/b", "sh')
    (tmp_path / "b.csv").write_text("half")
    outcome = run(Maker(), wanted, tmp_path)
    assert (outcome.kept, outcome.made) == (("a.csv",), ("b.csv",))
    assert run(Maker(), wanted, tmp_path).kept == ("a.csv", "b.csv")


def test_the_example_list_can_be_made(maker, tmp_path):
    outcome = make_all(maker, read_list(EXAMPLE), tmp_path, lambda _: None)
    assert {(one.to, "Chromium" in one.why) for one in outcome.failed} == {
        ("maps/detention-in-practice.png", True),
        ("journeys/central-med-horn.pdf", True),
    }
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        assert len(outcome.made) == len(list(csv.DictReader(file))) - 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "found nothing"),
        ("url,file\n/,a.svg\n", "expected view and to"),
        ("view,to,colour\n", "found view, to, colour"),
        ("view,to\n", "lists no view"),
        ("view,to\n/compare?a=ERI,SDN,a.svg\n", "row 2: more cells than columns"),
    ],
)
def test_a_list_that_can_not_be_read_says_where(tmp_path, text, words):
    path = tmp_path / "views.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListError, match=words):
        read_list(path)


def test_a_list_may_come_from_a_spreadsheet(tmp_path):
    path = tmp_path / "views.csv"
    path.write_bytes("\ufeffview, to ,scale\r\n/ , a.png,\r\n/b,b.png,3\r\n".encode())
    found = read_list(path, {"scale": "2"})
    assert [(one.view, one.to, one.looks["scale"], one.row) for one in found] == [
        ("/", "a.png", "2", 2), ("/b", "b.png", "3", 3),
    ]  # fmt: skip
    path.write_bytes(b"view,to\n\xff\xfe,a.svg\n")
    with pytest.raises(ListError, match="not in UTF-8"):
        read_list(path)
    with pytest.raises(ListError, match="can't be read"):
        read_list(tmp_path / "no.csv")
