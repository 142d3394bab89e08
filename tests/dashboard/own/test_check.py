"""Tables checked in the browser: every fault at once, nothing kept, nothing that ends in a fault
of ours."""

import csv
import gc
import io
import os
import re
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from dashboard.own_changes import AGE, changes
from dashboard.own_form import _add, _as_csv
from dashboard.own_view.sessions import LIMITS_HERE, MOST_BODY, alone
from geodata.build.own import join
from geodata.own import OWN_TABLES, own_facts
from geodata.resources import CURATED
from routes import LAST_YEAR, Child
from routes.model import COMPANIES, STATUSES


@pytest.fixture
def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def post(client, files, **fields):
    parts = [("files", (name, content)) for name, content in files.items()]
    return client.ask("POST", "/own/check", files=parts, data=fields)


def test_good_tables_are_listed_with_what_they_stand_before(client, files):
    answer = post(client, files, name="Our <office>")
    assert answer.status_code == 200
    assert "No fault: 1 value of Our &lt;office&gt;" in answer.text
    assert "detention/LBY/detention_practice/all/alone/" in answer.text
    assert "What they change" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_faults_are_all_listed_and_a_reader_s_words_stay_words(client, files):
    bad = files["detention.csv"].replace(b"LBY", b"<b>").replace(b"read,medium", b"seen,sure")
    answer = post(client, files | {"detention.csv": bad, "<i>.csv": b"x\n"})
    assert answer.status_code == 422
    for found in ("a code in countries.csv", "one of read, official", "one of high", "no table"):
        assert found in answer.text, found
    assert "&lt;b&gt;" in answer.text
    assert "<b>'" not in answer.text
    assert "<i>.csv" not in answer.text


def test_what_they_change_is_what_the_atlas_with_them_shows(data, own_data, folder):
    own, _ = own_facts(
        {path.name: path.read_bytes() for path in folder.iterdir()}, "us", base=alone().curated
    )
    told = {(one.iso3, one.goal, one.child): (one.before, one.after)
            for one in changes(data, join(alone().curated, own))}  # fmt: skip
    for company in COMPANIES:
        for status in STATUSES:
            child = Child(age=AGE, company=company, status=status)
            before, after = (
                {goal: one.value for goal, one in of.atlas.levels("LBY", child, LAST_YEAR).items()}
                for of in (data, own_data)
            )
            for goal in before:
                found = told.get(("LBY", goal, child), (None, None))
                expected = (before[goal], after[goal])
                assert found == (expected if expected[0] != expected[1] else (None, None))


def test_rows_can_be_pasted(client, folder):
    rows = (folder / "sources.csv").read_text("utf-8")
    fields = {"pasted": rows, "table": "sources", "name": ""}
    answer = client.ask("POST", "/own/check", data=fields)
    assert answer.status_code == 200
    assert "No fault: 0 values of a reader" in answer.text


def test_rows_copied_from_a_spreadsheet_keep_their_commas():
    pasted = 'source_id\tpublisher\ttitle\na-2025\tOne, two and three\t"A ""word"""\n'
    made = list(csv.reader(io.StringIO(_as_csv(pasted))))
    assert made == [
        ["source_id", "publisher", "title"],
        ["a-2025", "One, two and three", 'A "word"'],
    ]


def test_two_files_of_one_name_are_both_checked():
    found: dict[str, bytes] = {}
    for content in (b"1", b"2", b"3"):
        _add(found, "detention.csv", content)
    assert found == {
        "detention.csv": b"1", "detention (2).csv": b"2", "detention (3).csv": b"3",
    }  # fmt: skip


def test_nothing_is_left_on_disk_and_the_atlas_is_as_it_was(client, files, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = client.get("/country/LBY").text
    opened = []
    real = os.open
    monkeypatch.setattr(
        os, "open", lambda path, flags, *more, **named: (
            opened.append(path) if flags & (os.O_WRONLY | os.O_RDWR) else None,
            real(path, flags, *more, **named),
        )[1]
    )  # fmt: skip
    assert post(client, files).status_code == 200
    monkeypatch.undo()
    assert opened == []
    assert list(Path(tmp_path).iterdir()) == []
    assert client.get("/country/LBY").text == before


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 100_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"x" * (MOST_BODY + 1), {"content-type": "multipart/form-data; boundary=b"}, 413),
        (b"", {}, 400),
        (b"{}", {"content-type": "application/json"}, 400),
        (b"--b\r\nbroken", {"content-type": "multipart/form-data; boundary=b"}, 400),
        (b"--b\r\n", {"content-type": "multipart/form-data"}, 400),
        (b'--b\r\nContent-Disposition: form-data; name="files"; filename="sources.csv"\r\n\r\na,b',
         {"content-type": "multipart/form-data; boundary=b"}, 400),
        (b"\xff\xfe=\xff&table=sources&pasted=%FF", {
            "content-type": "application/x-www-form-urlencoded"}, 422),
    ],
    ids=["too large", "nothing", "json", "broken", "no boundary", "cut off", "no text"],
)  # fmt: skip
def test_what_is_no_form_is_answered_in_words(client, content, headers, status):
    answer = client.ask("POST", "/own/check", content=content, headers=headers)
    assert answer.status_code == status
    assert "Your tables, checked" in answer.text
    gc.collect()  # a file that was left open would warn here, and a warning is an error


@pytest.mark.parametrize(
    "content", [bomb(), b"PK\x03\x04junk", b"\x00" * 500], ids=["bomb", "cut", "noughts"]
)
def test_files_made_to_harm_are_a_fault_and_no_more(client, content):
    answer = post(client, {"detention.xlsx": content})
    assert answer.status_code == 422
    assert "1 fault." in answer.text


def test_templates_hold_every_column_and_are_without_fault(client):
    book = client.get("/own/template/own-facts.xlsx")
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    assert sheets.sheetnames == ["How to", *OWN_TABLES]
    for name in OWN_TABLES:
        header = [cell.value for cell in sheets[name][1]]
        assert header == list(CURATED[name].columns)
        text = client.get(f"/own/template/{name}.csv").text
        assert text.strip().split(",") == header
    assert post(client, {"own-facts.xlsx": book.content}).status_code == 200
    assert client.get("/own/template/versions.csv").status_code == 404
    assert client.get("/own/template/..%2Fx.csv").status_code == 404


def test_a_file_that_is_not_utf_8_is_named_with_its_row(client, files):
    odd = files["detention.csv"].replace(b"Our visitors", "Été".encode("latin-1"))
    answer = post(client, files | {"detention.csv": odd})
    assert answer.status_code == 422
    assert "byte 0xc9, which is not UTF-8" in answer.text
    assert "<td>detention.csv</td><td>2</td>" in answer.text
    wide = files["detention.csv"].decode().encode("utf-16")
    assert "which is not UTF-8" in post(client, files | {"detention.csv": wide}).text


def test_more_files_than_are_taken_are_told_and_not_passed_over(client):
    many = {f"{number}.csv": b"iso3\nLBY\n" for number in range(LIMITS_HERE.files + 1)}
    answer = post(client, many)
    assert answer.status_code == 422
    assert f"{len(many)} files" in answer.text
    assert f"{LIMITS_HERE.files} at most" in answer.text


def lying():
    """A workbook that says of a part of 100 MB that it has 100 bytes, and their checksum."""
    content = bomb().replace((100_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    whole, begun = (zlib.crc32(b" " * size).to_bytes(4, "little") for size in (100_000_000, 100))
    assert whole in content
    return content.replace(whole, begun)


def bundled():
    """A workbook packed so that a few bytes can only be unpacked at once."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as parts:
        parts.writestr("xl/workbook.xml", b" " * 60_000_000)
    content = file.getvalue()
    return content.replace((60_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def crowded():
    """A workbook of few bytes and of many elements."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"<c/>" * 2_000_000)
    return file.getvalue()


@pytest.mark.parametrize("made", [bomb, lying, bundled, crowded])
def test_a_workbook_made_to_fill_the_memory_does_not(client, made):
    content = made()
    assert len(content) < MOST_BODY
    tracemalloc.start()
    try:
        answer = post(client, {"detention.xlsx": content})
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code == 422
    assert most < 40_000_000


def test_ten_thousand_faults_are_counted_and_the_first_are_listed(client, files):
    head, _ = files["detention.csv"].decode().split("\n", 1)
    row = "XXQ,20x,,maybe,maybe,maybe,maybe,,,maybe,,,nobody,seen,sure"
    many = "\n".join([head, *[row] * 1200]).encode()
    answer = post(client, {"detention.csv": many})
    assert answer.status_code == 422
    (number,) = re.findall(r"(\d+) faults\. Mend them", answer.text)
    assert int(number) > 10_000
    assert f"The first 500; {int(number) - 500} more follow." in answer.text
    assert answer.text.count("<tr>") < 520
    assert len(answer.content) < 200_000


def test_what_is_shown_of_a_cell_made_long_is_short(client, files):
    long = (
        files["detention.csv"].replace(b"LBY", b"L" * 4000).replace(b"none_reported", b"n" * 4000)
    )
    answer = post(client, files | {"detention.csv": long})
    assert answer.status_code == 422
    assert len(answer.content) < 60_000
