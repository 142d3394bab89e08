"""A tiny world whose facts a test writes by hand."""

import pandas as pd
import pytest

from geodata.resources import FACTS
from routes import Child, Protection, load_rubrics

KINDS = {"detention_practice": "practice", "tip_tier": "assessment"}


def fact(measure, value, **more):
    """One fact on Aland, open from 2010, read in its source in 2020, unless said otherwise."""
    kind = KINDS.get(measure, "commitment" if measure.startswith("treaty_") else "rule")
    row = {
        "table": "hand", "row": 2, "iso3": "AAA", "measure": measure, "kind": kind,
        "value": value, "group": "all", "company": "any", "min_age_detainable": pd.NA,
        "max_days_children": pd.NA, "from_year": 2010, "to_year": pd.NA, "as_of_year": 2020,
        "summary": "", "legal_basis": "", "source_id": "book", "evidence": "read",
        "confidence": "high",
    } | more  # fmt: skip
    parts = (measure, value, *(str(row[k]) for k in ("iso3", "group", "company", "from_year")))
    return {"fact_id": "/".join(parts) + row["evidence"]} | row


def protection(*facts, countries=("AAA",)):
    frame = pd.DataFrame(list(facts), columns=list(FACTS.columns))
    frame = frame.astype({field.name: field.dtype for field in FACTS.fields})
    return Protection(frame, load_rubrics(), countries)


@pytest.fixture
def girl():
    return Child(age=15, company="alone", status="asylum_seeker")
