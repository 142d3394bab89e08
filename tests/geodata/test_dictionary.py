"""The data dictionary says what is declared, all of it, and is up to date."""

from pathlib import Path

from geodata.dictionary import dictionary
from geodata.resources import BUILT, COUNTRIES, CURATED

PAGE = Path(__file__).parents[2] / "docs" / "data.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == dictionary(), (
        "docs/data.md is out of date. Write it anew: python -m geodata.dictionary > docs/data.md"
    )


def test_every_table_and_layer_has_a_section():
    text = dictionary()
    for schema in (COUNTRIES, *CURATED.values()):
        assert f"/{schema.name}.csv`\n" in text
    for schema in BUILT.values():
        assert f"`{schema.name}.parquet`\n" in text


def test_every_column_is_explained():
    text = dictionary()
    for schema in (*CURATED.values(), *BUILT.values()):
        for field in schema.fields:
            assert field.meaning
            assert f"`{field.name}`" in text
