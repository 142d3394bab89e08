"""The data dictionary, written from the declared schemas:

python -m geodata.dictionary > docs/data.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from geodata.resources import BUILT, COUNTRIES, CURATED
from geodata.schema import Field, TableSchema

INTRODUCTION = """\
# Data dictionary

Made from `geodata/resources.py` by `python -m geodata.dictionary > docs/data.md`; a test fails when
it is out of date. Change the declaration, not this page.

**Curated tables** are CSV files in UTF-8, edited by hand and checked by `childways check`. An empty
cell is not known or not applicable, as the column says; it never means zero. **Built tables and
layers** are Parquet and GeoParquet, made by `childways build`; read them with
`geodata.load_table(name)` and `geodata.load_layer(name)`. Text that was empty stays `""`, a number
that was empty is `NA`.

A type is `string`, `iso3` (three capital letters or digits), `integer` or `number`. A column marked
\\* must be filled in every row. The key names a row: no two rows share it.
"""


def dictionary() -> str:
    """Return the data dictionary as Markdown."""
    lines = [INTRODUCTION, "## Curated tables", ""]
    for schema in (COUNTRIES, *CURATED.values()):
        folder = "geodata" if schema is COUNTRIES else "geodata/facts"
        lines += _table(schema, f"`{folder}/{schema.name}.csv`", schema.fields)
    lines += ["## Built tables and layers", ""]
    curated = {COUNTRIES.name: COUNTRIES, **CURATED}
    for schema in BUILT.values():
        lines += _built(schema, curated.get(schema.name))
    return "\n".join(lines)


def _built(schema: TableSchema, curated: TableSchema | None) -> Iterator[str]:
    where = f"`{schema.name}.parquet`"
    known = () if curated is None else curated.fields
    if curated is None or not set(schema.fields) <= set(known):
        yield from _table(schema, where, schema.fields, schema.geometry)
        return
    yield from _table(schema, where, (), schema.geometry)
    gone = [f"`{field.name}`" for field in known if field not in schema.fields]
    without = f", without {' and '.join(gone)}" if gone else ""
    yield f"Columns as in the curated table `{schema.name}`{without}."
    yield ""


def _table(
    schema: TableSchema, where: str, fields: Iterable[Field], geometry: str = ""
) -> Iterator[str]:
    yield f"### {schema.title}: {where}"
    yield ""
    yield f"Key: {', '.join(f'`{name}`' for name in schema.key)}."
    yield ""
    rows = [_row(field) for field in fields]
    if geometry:
        rows.append(f"| `geometry` | {geometry} | EPSG:4326, degrees | {_shape(schema)} | |")
    if rows:
        yield "| column | type | unit | meaning | allowed |"
        yield "| --- | --- | --- | --- | --- |"
        yield from rows
        yield ""


def _shape(schema: TableSchema) -> str:
    if schema.geometry == "Point":
        return "The city, x = longitude."
    return "Exterior rings clockwise, cut at 180 degrees; empty where the source draws none."


def _row(field: Field) -> str:
    name = f"`{field.name}`" + (" \\*" if field.required else "")
    meaning = field.meaning.replace("|", "\\|")
    return f"| {name} | {field.kind} | {field.unit} | {meaning} | {_allowed(field)} |"


def _allowed(field: Field) -> str:
    if field.allowed:
        return ", ".join(f"`{value}`" for value in field.allowed)
    if field.minimum is not None and field.maximum is not None:
        return f"{field.minimum:g} to {field.maximum:g}"
    return "" if field.minimum is None else f"{field.minimum:g} or more"


if __name__ == "__main__":
    sys.stdout.write(dictionary())
