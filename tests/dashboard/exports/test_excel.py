"""Excel workbooks, read back."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from dashboard.exports.excel import LONGEST, to_xlsx
from dashboard.exports.resource import tidy
from geodata.resources import BUILT

MANY = 400


def read(content):
    return openpyxl.load_workbook(io.BytesIO(content), read_only=False)


@pytest.mark.parametrize("name", [*BUILT, "legs", "levels"])
def test_a_workbook_holds_the_values_of_the_frame(resources, edition, name):
    resource = resources[name]
    if len(resource.frame) > MANY:  # openpyxl takes its time
        resource = replace(resource, frame=resource.frame.sample(MANY, random_state=1))
    sheet = read(to_xlsx(resource, edition)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(field.name for field in resource.flat_fields)
    assert len(rows) == len(resource.frame) + 1
    found = pd.DataFrame(rows[1:], columns=rows[0], dtype=object)
    for field in resource.flat_fields:
        expected = resource.flat[field.name].reset_index(drop=True)
        column = found[field.name].astype(field.dtype)
        # A program of spreadsheets holds 15 to 16 digits of a number.
        pd.testing.assert_series_equal(column, expected, rtol=1e-15, atol=0)


def test_a_program_finds_the_data_in_the_first_sheet(resources, edition):
    found = pd.read_excel(io.BytesIO(to_xlsx(resources["routes"], edition)))
    assert found["route_id"].tolist() == resources["routes"].frame["route_id"].tolist()


def test_the_sheet_about_says_what_it_is(resources, edition):
    book = read(to_xlsx(resources["stages"], edition))
    assert book.sheetnames == ["stages", "About"]
    rows = list(book["About"].iter_rows(values_only=True))
    pairs = {row[0]: row[1] for row in rows if row[0]}
    assert rows[0][0] == "Stages of routes"
    assert pairs["Data version"] == edition.data_version
    assert pairs["Date of the data"] == edition.date_of_data
    assert pairs["Cite as"] == edition.citation
    assert "CC BY 4.0" in " ".join(row[1] for row in rows if row[0] == "Licence and terms")
    columns = {row[0]: row for row in rows}
    assert columns["lat"][2] == "degrees north"
    assert "origin, transit, destination" in columns["role"][4]
    assert columns["order"][1] == "1 at the origin."
    begin = [row[0] for row in rows].index("Source") + 1
    assert {row[0] for row in rows[begin:]} == set(resources["stages"].frame["source_id"])


def test_hostile_text_is_text_in_a_workbook(hostile, some_edition):
    content = to_xlsx(hostile, some_edition)
    book = read(content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name)
            assert b"<f>" not in text
            assert b"<hyperlink" not in text
    texts = [row[0].value for row in book["hostile"].iter_rows(min_row=2)]
    assert [_unescaped(text) for text in texts] == [
        text.replace("\r\n", "\n").replace("\r", "\n") for text in hostile.frame["text"]
    ]
    quoted = [row[0].quotePrefix for row in book["hostile"].iter_rows(min_row=2)]
    assert all(quoted[:10])


def _unescaped(text):
    """openpyxl leaves the escape of an escape as it stands."""
    return text.replace("_x005F_", "_").replace("_x000D_", "\n").replace("\n\n", "\n")


def test_a_text_longer_than_a_cell_holds_is_cut_with_a_word(hostile, some_edition):
    long = hostile.frame.head(1).assign(text="é" * (LONGEST + 1))
    frame = tidy(hostile.schema, long)
    resource = replace(hostile, frame=frame)
    text = read(to_xlsx(resource, some_edition))["hostile"]["A2"].value
    assert len(text) == LONGEST
    assert text.endswith("whole in the CSV file)")


def test_a_workbook_is_the_same_bytes_twice(resources, edition):
    assert to_xlsx(resources["routes"], edition) == to_xlsx(resources["routes"], edition)
