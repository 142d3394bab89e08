"""A declared table finds every fault of a file at once, and says where it is."""

import pytest

from geodata.schema import Field, TableSchema

CITIES = TableSchema(
    name="cities",
    title="Cities",
    fields=(
        Field(name="iso3", kind="iso3", meaning="Country.", required=True),
        Field(name="city", kind="string", meaning="Name.", required=True),
        Field(name="size", kind="string", meaning="Size.", allowed=("small", "large")),
        Field(name="year", kind="integer", meaning="Year.", minimum=1900, maximum=2030),
    ),
    key=("iso3", "city"),
)
HEADER = "iso3,city,size,year\n"


def read(tmp_path, text):
    path = tmp_path / "cities.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CITIES.read(path)


def test_a_good_file_gives_typed_rows_with_their_line(tmp_path):
    frame, faults = read(tmp_path, HEADER + 'NER,Agadez,small,2020\nMLI,"Gao\nSud",,\n')
    assert faults == []
    assert frame["city"].tolist() == ["Agadez", "Gao\nSud"]
    assert frame["row"].tolist() == [2, 3]
    assert frame["year"].isna().tolist() == [False, True]
    assert frame["size"].tolist() == ["small", ""]


def test_every_fault_is_reported_at_once_with_row_column_found_and_expected(tmp_path):
    _, faults = read(tmp_path, HEADER + "ner,Agadez,small,2020\nMLI,,huge,20x\n")
    said = [str(fault) for fault in faults]
    assert said == [
        "cities.csv, row 2, column iso3: found 'ner', expected an ISO 3166-1 alpha-3 code",
        "cities.csv, row 3, column city: found nothing, expected text",
        "cities.csv, row 3, column size: found 'huge', expected one of small, large, or nothing",
        "cities.csv, row 3, column year: found '20x', expected a whole number from 1900 to 2030, "
        "or nothing",
    ]


def test_rows_after_a_faulty_one_are_still_read(tmp_path):
    frame, faults = read(tmp_path, HEADER + "ner,Agadez,small,2020\nMLI,Gao,large,2021\n")
    assert len(faults) == 1
    assert frame["iso3"].tolist() == ["MLI"]


def test_a_row_after_a_cell_with_a_line_break_keeps_its_true_line(tmp_path):
    _, faults = read(tmp_path, HEADER + 'NER,"Aga\ndez",small,2020\nMLI,Gao,huge,2021\n')
    assert [fault.row for fault in faults] == [4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("iso3,city,year\nNER,Agadez,2020\n", ["no such column", "size"]),
        ("iso3,city,size,year,note\nNER,Agadez,,2020,x\n", ["not declared", "note"]),
        (HEADER + "NER,Agadez,small\n", ["3 cells", "4 as in the header"]),
        (HEADER + "NER,Agadez,,2020\nNER,Agadez,,2021\n", ["NER, Agadez again", "row 2"]),
        (HEADER + "NER,Agadez,,1850\n", ["'1850'", "from 1900 to 2030"]),
        ("", ["an empty file", "iso3, city, size, year"]),
        ((HEADER + "NER,Agad").encode() + b"\xe9z,,\n", ["0xe9", "row 2", "UTF-8"]),
    ],
    ids=[
        "missing column",
        "strange column",
        "short row",
        "duplicate",
        "range",
        "empty",
        "encoding",
    ],
)
def test_bad_input_is_named(tmp_path, text, words):
    _, faults = read(tmp_path, text)
    said = "\n".join(str(fault) for fault in faults)
    assert said
    for word in words:
        assert word in said


def test_a_missing_file_is_a_fault_and_not_a_crash(tmp_path):
    frame, faults = CITIES.read(tmp_path / "cities.csv")
    assert frame.empty
    assert "no such file" in str(faults[0])


def test_a_byte_order_mark_is_no_fault(tmp_path):
    frame, faults = read(tmp_path, b"\xef\xbb\xbf" + (HEADER + "NER,Agadez,,2020\n").encode())
    assert faults == []
    assert len(frame) == 1
