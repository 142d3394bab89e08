"""A reader's folder with two facts and their source."""

import pytest

HEAD = {
    "sources": "source_id,publisher,title,year,url,licence",
    "detention": "iso3,from_year,to_year,law_unaccompanied,law_families,practice_unaccompanied,"
    "practice_families,min_age_detainable,max_days_children,alternatives_in_law,summary,"
    "legal_basis,source_id,evidence,confidence",
    "service_access": "iso3,service,group,access,as_of_year,summary,legal_basis,source_id,"
    "evidence,confidence",
}
VISIT = "visit-2025,Our office,Visits to reception centres,2025,https://office.example/visit,"
LIBYA = (
    "LBY,2023,,unknown,unknown,none_reported,unknown,,,unknown,"
    "Our visitors met no child who was held.,,visit-2025,read,medium"
)


def write(folder, table, *rows):
    (folder / f"{table}.csv").write_text("\n".join((HEAD[table], *rows)) + "\n", "utf-8")


@pytest.fixture
def folder(tmp_path):
    mine = tmp_path / "visits"
    mine.mkdir()
    write(mine, "sources", VISIT)
    write(mine, "detention", LIBYA)
    return mine
