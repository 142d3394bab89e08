"""What changed since a view was cited: every changed value is found, and each has a word."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from dashboard import cited
from dashboard.api import models
from dashboard.api.brief_models import BriefRow
from dashboard.api.chain_models import LinkRow
from dashboard.api.content import Content
from dashboard.api.coverage_models import HeldTable, KnownCell, OpenQuestion
from dashboard.api.found import Found
from dashboard.api.views import PAGES, find
from dashboard.cited_words import TOLD, told_of

ADDRESSES = {
    "": "/",
    "journey": "/journey/channel",
    "compare": "/compare?a=channel",
    "country": "/country/LBY",
    "journeys": "/journeys",
    "what-if": "/what-if",
    "goals": "/goals/2",
    "sheet": "/sheet?countries=LBY",
    "commitments": "/commitments?goal=2",
    "timeline": "/timeline?countries=LBY",
    "practice": "/practice",
    "data": "/data",
    "brief": "/brief/country/GBR",
    "explain": "/explain/LBY/2",
}
MORE = (
    "/what-if?change=LBY:end-detention",
    "/data?view=coverage",
    "/data?view=missing",
    "/brief/journey/channel",
    "/?view=chart",
    "/explain/central-med-horn/2?stage=4",
)


class Two:
    """Two data versions whose views are the rows given."""

    def __init__(self, data, monkeypatch):
        self.data, self.patch = data, monkeypatch

    def changes(self, was, now):
        views = iter((was, now))
        monkey = lambda *_asked: Found(  # noqa: E731
            view=None, lens=None, dropped=(), rows=list(next(views)), row_shape=BaseModel
        )
        self.patch.setattr(cited, "find", monkey)
        return [str(one) for one in cited.changes(self.data, self.data, "/")]


@pytest.fixture
def two(data, monkeypatch):
    return Two(data, monkeypatch)


@pytest.fixture(scope="module")
def british(data):
    return find(Content(data), "/brief/country/GBR", "").rows


def test_every_page_of_the_views_has_an_address_here():
    assert set(ADDRESSES) == set(PAGES)


@pytest.mark.parametrize("address", [*ADDRESSES.values(), *MORE])
def test_every_row_of_every_view_has_words(data, address):
    view = find(Content(data), address, "")
    shapes = {type(row) for row in (*view.rows, *view.more, *view.beside())}
    assert shapes
    assert shapes <= set(TOLD)


def every_value() -> Iterator[tuple[type[BaseModel], str]]:
    for shape, told in TOLD.items():
        for column in told.values:
            yield shape, column


@pytest.mark.parametrize(("shape", "column"), list(every_value()))
def test_a_change_in_each_value_is_told_with_its_word(two, shape, column):
    told = TOLD[shape]
    assert {*told.names, *told.also, *told.once, *told.values} <= set(shape.model_fields)
    row = made(shape, **{column: "before"})
    (said,) = two.changes([row], [made(shape, **{column: "after"})])
    assert said.endswith(f"{told.values[column]}: before → after")
    (came,) = two.changes([], [row])
    (went,) = two.changes([row], [])
    assert "not in the view → " in came
    assert went.endswith(" → not in the view")


def made(shape: type[BaseModel], **values: Any) -> Any:
    """A row of a shape with only some of its values."""
    return shape.model_construct(**{**dict.fromkeys(shape.model_fields, ""), **values})


def test_a_shape_that_is_not_listed_is_compared_whole_and_no_fault(two):
    class Unlisted(models.Shape):
        country: str
        places_free: int

    assert told_of(Unlisted).values == {"country": "country", "places_free": "places free"}
    was = [Unlisted(country="Chad", places_free=4), Unlisted(country="Mali", places_free=2)]
    now = [Unlisted(country="Chad", places_free=9), Unlisted(country="Mali", places_free=2)]
    assert two.changes(was, now) == ["places free: 4 → 9"]


def test_a_change_in_any_line_of_a_brief_is_found(two, british):
    """Three of these lines once shared what named them, and a change in them was missed."""
    assert len(british) > 100
    for at, row in enumerate(british):
        now = [*british]
        now[at] = row.model_copy(update={"text": f"{row.text} Changed."})
        assert len(two.changes(british, now)) == 1, row


def test_a_verdict_that_changed_names_its_promise(two, british):
    at = next(i for i, row in enumerate(british) if row.lead.startswith("Kept in law"))
    now = [*british]
    now[at] = now[at].model_copy(update={"lead": "Not kept."})
    (said,) = two.changes(british, now)
    assert said.endswith("first words: Kept in law; practice not known. → Not kept.")
    assert british[at].text[:40] in said


def test_a_line_or_row_that_came_into_a_brief_is_one_change(two, british):
    item = next(row for row in british if row.part == "item")
    more = item.model_copy(update={"lead": "May 2026.", "text": "A new act was passed."})
    at = british.index(item)
    (said,) = two.changes(british, [*british[:at], more, *british[at:]])
    assert said.endswith("May 2026, text: not in the view → A new act was passed.")
    cells = [row for row in british if row.part == "table" and row.row == 1]
    cells = [row for row in cells if row.heading == cells[0].heading]
    fresh = [row.model_copy(update={"row_name": "7 Play", "text": "7 Play"}) for row in cells]
    (said,) = two.changes(british, [*british, *fresh])
    assert said == f"{cells[0].heading}, 7 Play, row: not in the view → told"


def test_of_a_long_line_the_part_that_changed_is_told(two):
    start = "Children were held in closed centres with adults, as the committee found, in many "
    row = made(BriefRow, heading="What changed", text=f"{start}places until 2014, and later.")
    now = row.model_copy(update={"text": f"{start}places until 2019, and later."})
    (said,) = two.changes([row], [now])
    assert "until 2014" in said
    assert "until 2019" in said
    assert "Children were held" not in said


def test_what_is_known_of_a_country_that_came_is_told_once(two):
    cells = [
        made(KnownCell, iso3="LBY", goal=goal, answered=1, asked=2, checked=0)
        for goal in range(1, 7)
    ]
    assert two.changes([], cells) == ["Libya, what is known: not in the view → shown"]
    (said,) = two.changes(cells, [cells[0].model_copy(update={"checked": 1}), *cells[1:]])
    assert said == "Libya, goal 1, answers checked: 0 → 1"


def test_a_question_that_was_answered_went_from_what_is_missing(two):
    row = made(
        OpenQuestion, iso3="LBY", goal=4, measure="school_primary_secondary", standing="unknown"
    )
    (said,) = two.changes([row], [])
    assert said == "Libya, goal 4, School, stands as: not known → not in the view"


def test_a_digest_is_told_short(two):
    (said,) = two.changes(
        [made(HeldTable, table="facts", content="a" * 64)],
        [made(HeldTable, table="facts", content="b" * 64)],
    )
    assert said == f"facts, content, by its digest: {'a' * 12} → {'b' * 12}"


def test_lines_that_moved_in_a_file_are_no_change(two):
    cell = made(LinkRow, kind="cell", title="detention.csv, line 124", value="yes", line=124)
    moved = cell.model_copy(update={"title": "detention.csv, line 125", "line": 125})
    fact = made(LinkRow, kind="fact", title="Detention in law: Yes", value="yes")
    assert two.changes([cell, fact, fact], [moved, fact]) == []
    other = made(LinkRow, kind="fact", title="Detention in law: No", value="no")
    assert two.changes([cell, fact], [moved, other]) == ["Detention in law: No, value: yes → no"]
