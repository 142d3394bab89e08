"""Cells -> counts that may be shown. What could point at a child never reaches a file of counts.

Every shown figure is a sum of *units*: groups of people that do not overlap, each of which is none,
or ten people or more. So whoever adds and subtracts shown figures, across tables, months, routes
and totals, finds sums of units and nothing smaller. What is too small is not in any total; it is
put together with other such cells, and is a unit of its own once there is enough of it:

1. one place in one month, in one country;
2. places of one country in one month that were too small (these are in the country's count);
3. what is left of one country in one year, and then
4. what is left of all: ``record_counts_pooled``.

Children are a part of people. A unit of children is shown where the children, and the others in the
same group, are each none, or ten or more; and never where its people are not.
"""

from __future__ import annotations

from typing import Any

from geodata.disclosure import FEWEST

SAFE_PEOPLE = f"(people = 0 OR people >= {FEWEST})"
SAFE_CHILDREN = f"""
{SAFE_PEOPLE} AND (children = 0 OR children >= {FEWEST})
  AND (people = children OR people - children >= {FEWEST})
  AND (age_known = children OR age_known - children >= {FEWEST})
"""
SUMS = """sum(people)::BIGINT AS people, sum(age_known)::BIGINT AS age_known,
  sum(children)::BIGINT AS children"""


def release(database: Any, cells: str, iso3: str, places: str, stages: str) -> None:
    """Make the tables of counts in a database, from one table of cells.

    Args:
        database: a DuckDB.
        cells: name of a table with the columns of ``CELLS``, each key once.
        iso3, places: tables ``number``, ``iso3`` of countries, and ``number``, ``iso3``, ``place``.
        stages: ``route_id``, ``branch``, ``order``, ``iso3``, ``place``.
    """
    database.execute(f"""
        CREATE TABLE units_1 AS
        SELECT c.source_id, c.kind, coalesce(i.iso3, '') AS iso3, c.place, c.month,
          left(c.month, 4) AS year, people, age_known, children
        FROM {cells} c LEFT JOIN {iso3} i ON c.country = i.number
    """)
    for measure, safe in (("people", SAFE_PEOPLE), ("children", SAFE_CHILDREN)):
        of = "WHERE age_known > 0" if measure == "children" else ""
        database.execute(f"CREATE TABLE {measure}_1 AS SELECT *, {safe} AS safe FROM units_1 {of}")
        _pool(database, measure, 2, "source_id, kind, iso3, month, year", safe)
        _pool(database, measure, 3, "source_id, kind, iso3, year", safe)
        _pool(database, measure, 4, "source_id, kind", safe)
    _add_up(database, places, stages)


def _pool(database: Any, measure: str, step: int, by: str, safe: str) -> None:
    """Put together what the step before could not show."""
    database.execute(f"""
        CREATE TABLE {measure}_{step} AS
        SELECT *, {safe} AS safe FROM (
          SELECT {by}, {SUMS} FROM {measure}_{step - 1} WHERE NOT safe GROUP BY {by})
    """)


def _add_up(database: Any, places: str, stages: str) -> None:
    database.execute(f"""
        CREATE TABLE record_counts_country AS
        {_table("source_id, kind, iso3, month", _both("people"), _both("children"))}
    """)
    # A place counts once on a route, however many branches pass it.
    database.execute(f"""
        CREATE VIEW passing AS
        SELECT DISTINCT p.number AS place, s.route_id FROM {stages} s
        JOIN {places} p ON s.iso3 = p.iso3 AND s.place = p.place
    """)
    for measure in ("people", "children"):
        database.execute(f"""
            CREATE VIEW near_{measure} AS
            SELECT source_id, kind, place, month, people, age_known, children, safe
            FROM {measure}_1 WHERE place >= 0
        """)
        database.execute(f"""
            CREATE VIEW on_{measure} AS
            SELECT * EXCLUDE (place) FROM near_{measure} JOIN passing USING (place)
        """)
    by_place = _table(
        "source_id, kind, place, month", "SELECT * FROM near_people", "SELECT * FROM near_children"
    )
    database.execute(f"""
        CREATE TABLE record_counts_stage AS
        SELECT c.source_id, c.kind, s.route_id, s.branch, s."order", s.iso3, s.place, c.month,
          c.people, c.children, c.age_known_pct, c.withheld
        FROM ({by_place}) c JOIN {places} p ON c.place = p.number
        JOIN {stages} s ON s.iso3 = p.iso3 AND s.place = p.place
        ORDER BY ALL
    """)
    on_route = _table(
        "source_id, kind, route_id, month", "SELECT * FROM on_people", "SELECT * FROM on_children"
    )
    database.execute(f"CREATE TABLE record_counts_route AS {on_route}")
    rest = "source_id, kind, iso3, over, period"
    pooled = _table(rest, _left("people"), _left("children"))
    database.execute(f"""
        CREATE TABLE record_counts_pooled AS SELECT * EXCLUDE (withheld) FROM ({pooled})
    """)


def _both(measure: str) -> str:
    """Return places of a country, and what was put together of its small ones, in a month.

    What went into step 2 is not counted again in step 1; it is only ``safe`` in one of them.
    """
    columns = "source_id, kind, iso3, month, people, age_known, children, safe"
    return f"""
        SELECT {columns} FROM {measure}_1 WHERE safe
        UNION ALL SELECT {columns} FROM {measure}_2
    """


def _left(measure: str) -> str:
    columns = "people, age_known, children, safe"
    return f"""
        SELECT source_id, kind, iso3, 'year' AS over, year AS period, {columns} FROM {measure}_3
        UNION ALL SELECT source_id, kind, '', 'all', '', {columns} FROM {measure}_4
    """


def _table(by: str, people: str, children: str) -> str:
    """Return a query for counts by some columns. What has nothing to show has no row.

    So a missing row says: none, or too few to show. The two can't be told apart.
    """
    return f"""
        SELECT {by}, p.people, c.children, c.age_known_pct,
          CASE WHEN p.some OR coalesce(c.some, false) THEN 'some' ELSE 'no' END AS withheld
        FROM (SELECT {by}, sum(people) FILTER (safe)::BIGINT AS people, bool_or(NOT safe) AS some
              FROM ({people}) GROUP BY {by}) p
        LEFT JOIN (
          SELECT {by}, sum(children) FILTER (safe)::BIGINT AS children, bool_or(NOT safe) AS some,
            round(100 * sum(age_known) FILTER (safe) / sum(people) FILTER (safe))::BIGINT
              AS age_known_pct
          FROM ({children}) GROUP BY {by}) c USING ({by})
        WHERE p.people IS NOT NULL OR c.children IS NOT NULL
        ORDER BY ALL
    """
