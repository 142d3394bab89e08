"""Curated tables -> one long table of facts, and the values that did not load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from geodata.check import Curated
from geodata.resources import FACTS, WITHHELD

FIRST_YEAR = 2010  # the atlas tells nothing of earlier years
# The year of the status lists that most of the table was made from. ILO and Hague rows, which are
# from general knowledge, are taken to speak for the same year; their sources name none.
TREATIES_READ = 2022
# The newest year that the table's own notes speak of; its source is an annual series.
NATIONALITY_READ = 2024
VOTED = 2018

# Tables that are shown as they stand, with the key of each: of these, a row without a source is
# withheld whole.
TOLD = {"commitments": "commitment_id", "timeline": "event_id", "practices": "case_id"}

Row = dict[str, Any]


def make_facts(
    curated: Curated, *, is_own: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables ``facts`` and ``withheld``, see geodata.resources.

    A value that is ``unknown`` or has no source is not a fact: it is listed as withheld.

    Args:
        is_own: the rows are a reader's; her source speaks for the whole row.
    """
    rows = value_rows(curated, is_own=is_own)
    facts = [row for row in rows if row["reason"] == ""]
    withheld = [row for row in rows if row["reason"]]
    return _frame(facts, FACTS), _frame(withheld, WITHHELD)


def value_rows(curated: Curated, *, is_own: bool = False) -> list[Row]:
    """Return every curated value as a row, those that do not load with a ``reason``.

    ``column`` and ``cell`` say which cell of the row it was read from, and what stands there.
    """
    years = dict(zip(curated["sources"]["source_id"], curated["sources"]["year"], strict=True))
    rows = [
        *_detention(curated["detention"], years),
        *_services(curated["service_access"]),
        *_treaties(curated["treaties"]),
        *_votes(curated["compact_votes"]),
        *_tiers(curated["tip_tiers"]),
        *_nationality(curated["nationality_law"], is_own=is_own),
    ]
    for name, key in TOLD.items():
        table = curated[name]
        rows += [_told(name, key, row) for _, row in table[table["source_id"] == ""].iterrows()]
    return rows


def sourced(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table that name a source: the others do not load."""
    return table[table["source_id"] != ""].drop(columns="row").reset_index(drop=True)


def _told(name: str, key: str, row: Any) -> Row:
    return {
        "fact_id": f"{name}/{row[key]}",
        "table": name,
        "row": row["row"],
        "iso3": row["iso3s"] if "iso3s" in row and "|" not in row["iso3s"] else "",
        "measure": name,
        "value": row[key],
        "reason": "no source",
        "column": key,
        "cell": row[key],
    }


def _frame(rows: list[Row], schema: Any) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(schema.columns))
    frame = frame.astype({field.name: field.dtype for field in schema.fields})
    return frame.sort_values(list(schema.key), kind="stable").reset_index(drop=True)


def _fact(table: str, row: Any, measure: str, value: str, *, column: str, **more: Any) -> Row:
    """One value with what it carries from its row; ``reason`` says why it is withheld.

    ``column`` is the one that the value is read from.
    """
    reason = ""
    if value == "unknown":
        reason = "unknown"
    elif value == "special":
        reason = "not ranked"
    elif not more.get("source_id", row.source_id):
        reason = "no source"
    made = {
        "table": table,
        "row": row.row,
        "iso3": row.iso3,
        "measure": measure,
        "value": value,
        "reason": reason,
        "column": column,
        "cell": str(getattr(row, column)),
        "group": "all",
        "company": "any",
        "min_age_detainable": pd.NA,
        "max_days_children": pd.NA,
        "to_year": pd.NA,
        "summary": "",
        "legal_basis": "",
        "source_id": row.source_id,
        "evidence": row.evidence,
        "confidence": row.confidence,
        **more,
    }
    parts = (table, row.iso3, measure, made["group"], made["company"], str(made["from_year"]))
    made["fact_id"] = "/".join(parts)
    return made


def _detention(table: pd.DataFrame, source_years: dict[str, Any]) -> Iterator[Row]:
    for row in table.itertuples():
        last = None if pd.isna(row.to_year) else int(row.to_year)
        published = source_years.get(row.source_id, pd.NA)
        # The year of the source is the year it speaks for, inside the period it is cited for.
        as_of = row.from_year if pd.isna(published) else max(int(published), row.from_year)
        if last is not None:
            as_of = min(as_of, last)
        shared = {
            "from_year": row.from_year,
            "to_year": row.to_year,
            "as_of_year": as_of,
            "summary": row.summary,
            "legal_basis": row.legal_basis,
        }
        for who, company in (("unaccompanied", "alone"), ("families", "family")):
            law = getattr(row, f"law_{who}")
            practice = getattr(row, f"practice_{who}")
            yield _fact(
                "detention", row, "detention_law", law, kind="rule", company=company,
                column=f"law_{who}",
                min_age_detainable=row.min_age_detainable,
                max_days_children=row.max_days_children, **shared,
            )  # fmt: skip
            yield _fact(
                "detention", row, "detention_practice", practice, kind="practice",
                company=company, column=f"practice_{who}", **shared,
            )  # fmt: skip
        yield _fact(
            "detention", row, "alternatives_in_law", row.alternatives_in_law, kind="rule",
            column="alternatives_in_law", **shared,
        )  # fmt: skip


ONLY_ALONE = ("guardian_for_unaccompanied", "child_care_placement")


def _services(table: pd.DataFrame) -> Iterator[Row]:
    for row in table.itertuples():
        yield _fact(
            "service_access", row, row.service, row.access,
            column="access",
            kind="rule",
            group=row.group,
            company="alone" if row.service in ONLY_ALONE else "any",
            from_year=row.as_of_year,
            as_of_year=row.as_of_year,
            summary=row.summary,
            legal_basis=row.legal_basis,
        )  # fmt: skip


def _treaties(table: pd.DataFrame) -> Iterator[Row]:
    for row in table.itertuples():
        measure = f"treaty_{row.treaty}"
        if row.status != "party":
            said = "Signed, not ratified." if row.status == "signatory" else "Not a party."
            yield _fact("treaties", row, measure, row.status, kind="commitment", summary=said,
                        column="status", from_year=FIRST_YEAR, as_of_year=TREATIES_READ)  # fmt: skip
            continue
        if pd.isna(row.year_of_ratification):
            # Bound when the list was read; since when, it does not say.
            yield _fact("treaties", row, measure, "party", kind="commitment", column="status",
                        summary="Party; the year is not in our copy.",
                        from_year=TREATIES_READ, as_of_year=TREATIES_READ)  # fmt: skip
            continue
        year = int(row.year_of_ratification)
        if year > FIRST_YEAR:
            yield _fact("treaties", row, measure, "none", kind="commitment",
                        column="year_of_ratification",
                        summary=f"Not bound before {year}.", from_year=FIRST_YEAR,
                        to_year=year - 1, as_of_year=year - 1)  # fmt: skip
        yield _fact("treaties", row, measure, "party", kind="commitment", column="status",
                    summary=f"Party since {year}.", from_year=max(year, FIRST_YEAR),
                    as_of_year=max(year, TREATIES_READ))  # fmt: skip


def _votes(table: pd.DataFrame) -> Iterator[Row]:
    for row in table.itertuples():
        yield _fact("compact_votes", row, f"{row.compact}_vote", row.vote, kind="commitment",
                    column="vote", from_year=VOTED, as_of_year=VOTED)  # fmt: skip


def _tiers(table: pd.DataFrame) -> Iterator[Row]:
    for row in table.itertuples():
        yield _fact("tip_tiers", row, "tip_tier", row.tier, kind="assessment", column="tier",
                    summary=f"Rated in the report of {row.year}.", from_year=row.year,
                    to_year=row.year, as_of_year=row.year)  # fmt: skip


def _nationality(table: pd.DataFrame, *, is_own: bool) -> Iterator[Row]:
    for row in table.itertuples():
        shared = {
            "kind": "rule",
            "summary": f"As compiled: {row.note}." if row.note else "",
            "from_year": NATIONALITY_READ,
            "as_of_year": NATIONALITY_READ,
        }
        women = row.women_equal_right_to_pass_nationality
        yield _fact("nationality_law", row, "women_nationality_right", women,
                    column="women_equal_right_to_pass_nationality", **shared)  # fmt: skip
        # The table's source speaks of mothers; nobody named one for foundlings.
        foundling = row.foundling_safeguard
        source = row.source_id if is_own else ""
        yield _fact("nationality_law", row, "foundling_safeguard", foundling, source_id=source,
                    column="foundling_safeguard", **shared)  # fmt: skip
