"""Whatever shape an answer has, a connector reads it or refuses it: it never breaks down."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.connectors import CONNECTORS, Where
from geodata.connectors.asking import UNEXPECTED, Ask
from geodata.incoming import check

ANSWERS = Path(__file__).parents[2] / "data" / "connectors"
FILES = {
    "unhcr": ("population-2024-p0001.json", "unhcr-population-2", 2),
    "world_bank": ("SP.REG.BRTH.ZS-p0001.json", "world-bank-1", 1),
    "ucdp": ("events-2023-p0000.json", "ucdp-0", 0),
    "inform_risk": ("scores-2026.json", "inform", 1),
    "idmc": ("displacements-p0001.json", "idmc-1", 1),
    "eurostat": ("migr_asyunaa.json", "eurostat", 1),
}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v))


def places(value, path=()):
    """Yield the path of every part of a JSON value."""
    yield path
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            yield from places(part, (*path, name))


def changed(value, path, other):
    """Return a JSON value with one part replaced."""
    if not path:
        return other
    copy = value.copy()
    copy[path[0]] = changed(value[path[0]], path[1:], other)
    return copy


@pytest.mark.parametrize("source", FILES)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_one_part_replaced_by_anything(source, data):
    file, answer, page = FILES[source]
    whole = json.loads((ANSWERS / f"{answer}.synthetic.json").read_text())
    path = data.draw(st.sampled_from(sorted(places(whole), key=str)))
    content = json.dumps(changed(whole, path, data.draw(VALUES))).encode()
    connector = CONNECTORS[source]
    ask = Ask(file=file, page=page, query={"limit": "2", "offset": "0"})
    where = Where(file=file, snapshot="x/2026-05-01", source_id="x")
    try:
        connector.after(ask, content)
        tidy = connector.parse([(where, content)])
    except UNEXPECTED:  # fetch says these in words; anything else would break it down
        return
    checked = check(tidy.observations, tidy.flows)
    kept = len(checked.observations) + len(checked.flows) + len(checked.aside)
    assert kept == len(tidy.observations) + len(tidy.flows)
