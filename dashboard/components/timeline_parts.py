"""What the timeline shows, for page, frame, picture, table and file: each takes it from here."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data import Data
from dashboard.figures.step_chart import Series, Tick
from dashboard.promise_state import TimelineState, countries_on
from dashboard.state import Lens
from routes import YEARS, Fact, History, Milestone
from routes.histories import LAW, PRACTICE
from routes.words import count

KINDS = {
    "treaty": "Treaty", "declaration": "Declaration", "law": "Law", "policy": "Policy",
    "court": "Court", "report": "Report", "event": "Event",
}  # fmt: skip
SCOPES = {"global": "World", "regional": "Region", "national": "Country"}
GLOBAL_LINES = {2016: "New York Declaration, 2016", 2018: "Two Global Compacts, 2018"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
HIGH_AND_LOW = "High is protected, low is held or allowed to be held; a gap is not known."
ONE_PERIOD = (
    "Law and practice are coded for one period together, so “the same year” can hide an order "
    "within it."
)
NO_MILESTONE = "No milestone is held for these choices."
NO_CHANGE = "No change is on record for these choices."
STEADY = "No change between years that are both known."


def shown_countries(data: Data, state: TimelineState) -> list[str]:
    """Return the countries of the view (ISO3), by name."""
    on = countries_on(data, state.routes)
    chosen = [iso3 for iso3 in on if not state.countries or iso3 in state.countries]
    # A chosen country stands even where no chosen route passes.
    chosen += [iso3 for iso3 in state.countries if iso3 not in on]
    return sorted(chosen, key=data.name)


def milestones(data: Data, state: TimelineState) -> tuple[Milestone, ...]:
    """Return the milestones of the view: the world's, the regions', those of its countries."""
    return data.atlas.timeline(
        goal=state.goal or None, iso3s=shown_countries(data, state), first_year=state.first_year
    )


def every_history(data: Data, state: TimelineState) -> Sequence[History]:
    """Return law and practice of all of the view's countries, by name."""
    lens = state.lens
    world = data.world(data.age_class(lens.child), lens.checked)
    return data.atlas.histories(shown_countries(data, state), world=world)


def has_change(one: History) -> bool:
    return bool(one.law_changes or one.practice_changes)


def histories(data: Data, state: TimelineState) -> list[History]:
    """Return law and practice of the countries that are drawn: those with a change, or chosen."""
    known = [one for one in every_history(data, state) if one.is_known]
    if not state.steady and not state.countries:
        known = [one for one in known if has_change(one)]
    return known


def known_words(data: Data, state: TimelineState) -> str:
    """Return of how many countries law or practice is known, and in how many it changed."""
    every = every_history(data, state)
    known = sum(one.is_known for one in every)
    changed = sum(map(has_change, every))
    return (
        f"Of {count(len(every), 'country', 'countries')}, law or practice is known for {known} "
        f"and changed in {changed}, between years that are both known."
    )


def when(event: Milestone) -> str:
    """Return the date as exactly as it is known: 19 September 2016, September 2016, or 2016."""
    return f"{day_of(event)} {event.year}".strip()


def day_of(event: Milestone) -> str:
    """Return the date without its year: 19 September, September, or ""."""
    parts = event.date.split("-")
    words = [MONTHS[int(part) - 1] for part in parts[1:2]]
    return " ".join([*(str(int(part)) for part in parts[2:]), *words])


def series_of(data: Data, one: History) -> list[Series]:
    """Return the two lines of a country's chart: law, then practice."""
    return [_series(data, "law", LAW, one.law), _series(data, "practice", PRACTICE, one.practice)]


def _series(data: Data, kind: str, measure: str, values: Sequence[str | None]) -> Series:
    steps = {step.value: step for step in data.atlas.rubrics.steps(measure)}
    return Series(
        kind=kind,
        steps=tuple(None if value is None else steps[value].step for value in values),
        labels=tuple(
            "Not known" if value is None
            else f"{'Law' if kind == 'law' else 'Practice'}: {steps[value].label.lower()}"
            for value in values
        ),
    )  # fmt: skip


def ticks_of(data: Data, iso3: str) -> list[Tick]:
    """Return the milestones of a country that bear on detention, or on every goal."""
    own = [e for e in data.atlas.records.timeline if iso3 in e.iso3s and e.goal in (None, 2)]
    return [
        Tick(year=e.year + (int(e.date[5:7]) - 0.5) / 12 if len(e.date) > 4 else e.year + 0.5,
             title=f"{when(e)}: {e.title}")
        for e in own
    ]  # fmt: skip


def now_words(data: Data, one: History) -> str:
    """Return what law and practice are in the last year."""
    told = []
    for word, measure, values in (("law", LAW, one.law), ("practice", PRACTICE, one.practice)):
        labels = {step.value: step.label.lower() for step in data.atlas.rubrics.steps(measure)}
        last = values[-1]
        told.append(f"{word} {labels[last] if last else 'not known'}")
    return f"{YEARS[-1]}: {', '.join(told)}."


def facts_within(
    data: Data, lens: Lens, iso3: str, measure: str, first: int, last: int
) -> tuple[Fact, ...]:
    """Return every fact behind a measure's value in some year of a span, each once.

    A value that stays can rest on another source in each year.
    """
    child = data.age_class(lens.child)
    found = {
        fact.fact_id: fact
        for year in range(first, last + 1)
        for fact in data.facts_of(iso3, child, year, lens.checked).get(measure, ())
    }
    return tuple(found.values())
