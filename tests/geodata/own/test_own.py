"""A reader's own facts: read with every fault, marked, and joined with the atlas's."""

import io
import zipfile

import openpyxl
import pytest

from geodata.build.own import join
from geodata.check import read_curated
from geodata.errors import DataError, FaultyOwnFactsError
from geodata.own import LIMITS, Limits, is_own, own_facts, plain_name, read_own

HEAD = (
    "iso3,from_year,to_year,law_unaccompanied,law_families,practice_unaccompanied,"
    "practice_families,min_age_detainable,max_days_children,alternatives_in_law,summary,"
    "legal_basis,source_id,evidence,confidence"
)


@pytest.fixture(scope="module")
def base():
    tables, faults = read_curated()
    assert faults == []
    return tables


def faults_of(base, **files):
    named = {name.replace("__", "."): content for name, content in files.items()}
    return [str(fault) for fault in own_facts(named, "me", base=base)[1]]


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_nothing_of_ones_own_leaves_facts_and_lists_as_they_are(base, tmp_path):
    alone = join(base)
    beside = join(base, read_own(tmp_path, base=base))
    assert beside.count == 0
    assert beside.facts.equals(alone.facts)
    assert beside.withheld.equals(alone.withheld)
    assert beside.curated is base


def test_own_facts_stand_beside_all_of_the_atlas_s_and_name_whose_they_are(base, folder):
    found = join(base, read_own(folder, "Our office", base=base))
    atlas, own = join(base).facts, found.facts[found.facts["source_id"].map(is_own)]
    assert found.facts[~found.facts["source_id"].map(is_own)].reset_index(drop=True).equals(atlas)
    assert list(own["fact_id"]) == ["own/detention/LBY/detention_practice/all/alone/2023"]
    source = found.curated["sources"].set_index("source_id").loc[own["source_id"].iloc[0]]
    assert source["publisher"] == "Own fact of Our office, not part of the atlas; from: Our office"
    assert source["url"] == "https://office.example/visit"


def test_the_list_says_what_each_value_stands_before(base, folder):
    found = join(base, read_own(folder, base=base)).values
    atlas = join(base).facts
    beside = atlas[
        (atlas["iso3"] == "LBY")
        & (atlas["measure"] == "detention_practice")
        & (atlas["company"] == "alone")
        & (atlas["to_year"].fillna(9999) >= 2023)
    ]
    assert set(found["replaces"]) == set(beside["fact_id"])
    assert set(found["replaced_value"]) == set(beside["value"])
    assert set(found["file"]) == {"detention.csv"}


def test_an_unknown_of_ones_own_takes_no_value_of_the_atlas_away(base, folder):
    found = join(base, read_own(folder, base=base))
    assert "detention_law" not in set(found.values["what"])
    mine = found.withheld[found.withheld["fact_id"].str.startswith("own/")]
    assert set(mine["reason"]) == {"unknown"}


def test_every_fault_of_every_file_is_listed_at_once(base):
    said = faults_of(
        base,
        detention__csv=f"{HEAD}\n"
        "QQQ,2023,,unknown,unknown,never,unknown,,,unknown,x,,,read,medium\n"
        "LBY,soon,,unknown,unknown,unknown,unknown,,,unknown,x,,nowhere,read,medium\n".encode(),
        detenton__csv=b"iso3\nLBY\n",
        versions__csv=b"date,what\n",
        treaties__xlsx=b"no workbook",
        notes__csv=b"\xff\xfe",
    )
    for words in (
        "detention.csv, row 2, column iso3: found 'QQQ'",
        "detention.csv, row 2, column practice_unaccompanied: found 'never'",
        "detention.csv, row 2, column source_id: found nothing, expected a source",
        "detention.csv, row 3, column from_year: found 'soon'",
        "detention.csv, row 3, column source_id: found 'nowhere'",
        "detenton.csv: found no table 'detenton'",
        "versions.csv: found the table 'versions', the atlas's own record",
        "treaties.xlsx: found no workbook",
        "notes.csv, row 1: found byte 0xff",
    ):
        assert any(words in one for one in said), (words, said)


def test_a_value_without_a_source_does_not_load(base, folder):
    path = folder / "detention.csv"
    path.write_text(path.read_text("utf-8").replace("visit-2025", ""), "utf-8")
    with pytest.raises(FaultyOwnFactsError, match="a value without one does not load"):
        read_own(folder, base=base)


def test_a_row_may_name_a_source_of_the_atlas_and_is_marked_all_the_same(base):
    known = base["sources"]["source_id"].iloc[0]
    row = f"LBY,2023,,unknown,unknown,none_reported,unknown,,,unknown,x,,{known},read,medium"
    own, faults = own_facts({"detention.csv": f"{HEAD}\n{row}\n".encode()}, "me", base=base)
    assert faults == []
    found = join(base, own)
    publisher = base["sources"].set_index("source_id").at[known, "publisher"]
    marked = found.curated["sources"].set_index("source_id").at[f"own/{known}", "publisher"]
    assert marked.startswith("Own fact of me, not part of the atlas")
    assert marked.endswith(publisher)
    assert known in set(found.curated["sources"]["source_id"])


def test_a_row_of_ones_own_takes_the_place_of_one_with_the_same_key(base, folder):
    route = base["routes"].iloc[0]
    cells = [route["route_id"], "Our name", route["region"], "Ours.", "", "visit-2025", "read",
             "high"]  # fmt: skip
    files = {
        "sources.csv": (folder / "sources.csv").read_bytes(),
        "routes.xlsx": book(Sheet1=[list(base["routes"].columns[:-1]), cells]),
    }
    own, faults = own_facts(files, "me", base=base)
    assert faults == []
    found = join(base, own)
    routes = found.curated["routes"].set_index("route_id")
    assert len(routes) == len(base["routes"])
    assert routes.at[route["route_id"], "name"] == "Our name"
    assert is_own(routes.at[route["route_id"], "source_id"])
    assert list(found.values["replaced_value"]) == [route["name"]]


def test_a_workbook_with_a_sheet_a_table_says_the_same_as_csv_files(base, folder):
    rows = {
        name: [line.split(",") for line in (folder / f"{name}.csv").read_text().splitlines()]
        for name in ("sources", "detention")
    }
    rows["detention"][1] = [int(c) if c.isdigit() else c or None for c in rows["detention"][1]]
    rows["How to"] = [["Read me"]]
    rows["treaties"] = [["iso3", "treaty", "status", "year_of_ratification", "source_id",
                         "evidence", "confidence"]]  # fmt: skip
    own, faults = own_facts({"mine.xlsx": book(**rows)}, "visits", base=base)
    assert faults == []
    csv = join(base, read_own(folder, "visits", base=base))
    columns = ["own_id", "value", "from_year", "replaces"]
    assert join(base, own).values[columns].equals(csv.values[columns])


def test_a_csv_with_semicolons_is_read_as_excel_writes_it(base, folder):
    text = (folder / "sources.csv").read_text("utf-8").replace(",", ";")
    files = {"sources.csv": b"\xef\xbb\xbf" + text.encode(),
             "detention.csv": (folder / "detention.csv").read_bytes()}  # fmt: skip
    assert own_facts(files, "me", base=base)[1] == []


def test_a_formula_is_no_value(base):
    sheet = [["source_id", "publisher", "title", "year", "url", "licence"],
             ["a", "=1+1", "t", 2020, "", ""]]  # fmt: skip
    said = faults_of(base, sources__xlsx=book(sources=sheet))
    assert any("column B2: found a formula, expected a value" in one for one in said)


def test_places_are_cities_and_counts_are_ten_or_more(base, folder):
    stages = ("route_id,branch,branch_name,order,role,iso3,place,lat,lon,mode_from_previous,note,"
              "source_id,evidence,confidence\n"
              "r,m,R,1,origin,ERI,Asmara,15.32177,38.93,,,visit-2025,read,high\n"
              "r,m,R,2,transit,SDN,Kassala,15.45,36.40,land,,visit-2025,read,high\n")  # fmt: skip
    figures = ("route_id,year,measure,group,value,unit,lower,upper,scope_note,source_id,"
               "evidence,confidence\n"
               "r,2023,arrivals,children,4,people,,,x,visit-2025,read,high\n")  # fmt: skip
    routes = ("route_id,name,region,description,drivers,source_id,evidence,confidence\n"
              "r,R,A-B,x,,visit-2025,read,high\n")  # fmt: skip
    said = faults_of(
        base,
        stages__csv=stages.encode(),
        recorded_figures__csv=figures.encode(),
        routes__csv=routes.encode(),
        sources__csv=(folder / "sources.csv").read_bytes(),
    )
    assert any("column lat: found 15.32177, expected 2 decimals at most" in one for one in said)
    assert any("counts below 10 are suppressed" in one for one in said)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example", "https://a b"])
def test_an_address_that_a_browser_would_run_is_refused(base, url):
    text = f"source_id,publisher,title,year,url,licence\na,p,t,2020,{url},\n"
    assert any("column url" in one for one in faults_of(base, sources__csv=text.encode()))


def packed(content, name="xl/worksheets/sheet1.xml"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        packed(b" " * (LIMITS.bytes_unpacked + 1)),
        packed(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        packed('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")),
        packed(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xl/shared.bin"),
        packed('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), "xl/shared.bin"),
        packed(b"<a>" + b"<b/>" * LIMITS.marks + b"</a>"),
        packed(b"<a/>"),
        b"PK\x03\x04" + b"\x00" * 40,
        packed(b"<a/>")[:-30],
    ],
    ids=[
        "bomb",
        "entities",
        "utf-16",
        "entities in a part of another name",
        "utf-16 in a part of another name",
        "elements without end",
        "no workbook",
        "no zip",
        "cut off",
    ],
)
def test_a_workbook_made_to_harm_is_a_fault_and_no_more(base, content):
    said = faults_of(base, detention__xlsx=content)
    assert len(said) == 1
    assert said[0].startswith("detention.xlsx: found")


def test_what_workbooks_take_counts_together(base):
    few = Limits(marks=6000)
    each = {f"{name}.xlsx": packed(b"<a>" + b"<b/>" * 4000 + b"</a>") for name in ("x", "y")}
    said = [str(one) for one in own_facts(each, "me", base=base, limits=few)[1]]
    assert not any("elements" in one for one in said if "x.xlsx" in one)
    assert any("y.xlsx" in one and "more than 6,000 elements" in one for one in said)


def test_files_are_read_up_to_their_limits(base):
    few = Limits(files=1, bytes_of_file=2000, rows=3, letters=10)
    head = b"source_id,publisher,title,year,url,licence\n"
    two = {"a.csv": b"x", "b.csv": b"y"}
    assert "1 at most" in str(own_facts(two, "me", base=base, limits=few)[1])
    for content, words in (
        (head + b"a,b,c,2020,,\n" * 500, "MB at most"),
        (head + b"a,b,c,2020,,\n" * 9, "rows in all"),
        (head + b"a,bbbbbbbbbbbbbb,c,2020,,\n", "10 at most"),
    ):
        said = own_facts({"sources.csv": content}, "me", base=base, limits=few)[1]
        assert any(words in str(one) for one in said), words


def test_a_name_is_one_short_line():
    assert plain_name("  Our\n\u202eoffice  ") == "Our office"
    assert plain_name("\u200b") == "a reader"
    assert len(plain_name("x" * 500)) == 60


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DataError, match="There is no folder"):
        read_own(tmp_path / "none")
