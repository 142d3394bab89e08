"""schemathesis asks whatever the OpenAPI document allows, and much that it does not."""

import copy
from itertools import pairwise

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from dashboard.app import create_app
from dashboard.config import Config

SETTINGS = {
    "seed": 20,
    "generation": {"max-examples": 10, "deterministic": True, "database": "none"},
}


def has_repeat(body):
    """A country twice in a row: refused, and nothing that JSON Schema could say."""
    stops = body.get("stops") if isinstance(body, dict) else None
    return isinstance(stops, list) and any(one == other for one, other in pairwise(stops))


def may_contradict(body):
    """Two changes in one country, one of them a fact: they may not be true at once."""
    changes = body.get("changes") if isinstance(body, dict) else None
    if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
        return False
    codes = [str(one.get("iso3")) for one in changes]
    return any(
        ":" in str(one.get("change")) and codes.count(str(one.get("iso3"))) > 1 for one in changes
    )


def is_refused(body):
    return has_repeat(body) or may_contradict(body)


def with_few_editions(document):
    """The document with ``edition`` at two addresses: it is read before any of them is asked."""
    lean = copy.deepcopy(document)
    for path, methods in lean["paths"].items():
        if path not in ("/levels", "/briefs/country/{iso3}"):
            for operation in methods.values():
                kept = [one for one in operation["parameters"] if one["name"] != "edition"]
                operation["parameters"] = kept
    return lean


@pytest.fixture(scope="module")
def unlimited(data):
    return create_app(Config(access_log=False, api_rate_per_minute=0), copy.copy(data))


def test_schemathesis_finds_nothing(unlimited, document):
    config = SchemathesisConfig.from_dict(SETTINGS)
    schema = schemathesis.openapi.from_dict(with_few_editions(document), config=config)
    schema.app, schema.location = unlimited, "/api/v1/openapi.json"

    @schema.hook
    def filter_body(_context, body):
        return not is_refused(body)

    asked, found = set(), []
    for event in from_schema(schema).execute():
        assert not isinstance(event, (events.FatalError, events.NonFatalError)), event.info
        if isinstance(event, events.ScenarioFinished):
            asked |= {case.value.operation.label for case in event.recorder.cases.values()}
            found += list(_faults(event.recorder))
    assert found == []
    every = {f"{method.upper()} {path}" for path, of in document["paths"].items() for method in of}
    assert asked == every


def _faults(recorder):
    for case_id, checks in recorder.checks.items():
        case = recorder.cases[case_id].value
        for check in checks:
            if check.failure_info is None:
                continue
            if check.name == "positive_data_acceptance" and is_refused(case.body):
                continue
            yield f"{check.name}: {check.failure_info.failure}\n{check.failure_info.code_sample}"
