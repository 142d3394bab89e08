"""Documented good practice in a list: what is done, what came of it, and how that was checked."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.gap_card import source_line
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.promise_state import PracticeState
from routes import Commitment, GoodPractice, UnknownNameError
from routes.model import Role
from routes.words import count

NAMED = 3  # practices named before the rest is counted
LONGEST_NAME = 60  # of a case, in an address

BEYOND_BORDERS = "UNICEF, Beyond Borders (December 2017)"
FEATURED = {
    True: f"Featured in {BEYOND_BORDERS}",
    False: f"Not in {BEYOND_BORDERS}",
    None: f"Whether it is in {BEYOND_BORDERS} is not known",
}
NOT_SHOWN = "That it was documented as good practice does not show that it worked."
NONE = "No practice is documented for these choices."


def found(data: Data, state: PracticeState) -> tuple[GoodPractice, ...]:
    """Return the practices of the view, by goal."""
    every = data.atlas.practices(
        goal=state.goal or None,
        role=state.role or None,  # type: ignore[arg-type]  # read as one of the roles
        iso3=state.country or None,
        measure=state.measure or None,
    )
    return tuple(one for one in every if one.in_beyond_borders or not state.featured)


def case(data: Data, case_id: str) -> GoodPractice:
    """Return one practice.

    Raises:
        UnknownNameError: there is none of that name.
    """
    practices = data.atlas.records.practices
    if case_id not in practices:
        names = {one.case_id: one.title for one in practices.values()}
        raise UnknownNameError("practice", case_id, practices, names=names)
    return practices[case_id]


def years(one: GoodPractice) -> str:
    """Return since when, as far as is known."""
    if one.from_year is None:
        return "year not known"
    return f"since {one.from_year}" if one.to_year is None else f"{one.from_year} to {one.to_year}"


def chips(data: Data, one: GoodPractice) -> Any:
    goal = data.atlas.rubrics.goals[one.goal]
    return html.P(
        [
            html.Span(f"Goal {one.goal}: {goal.short.lower()}", className="chip"),
            *(html.Span(role, className="chip") for role in one.roles),
            html.Span(years(one), className="chip"),
            html.Span("★ Beyond Borders", className="chip featured", title=FEATURED[True])
            if one.in_beyond_borders
            else None,
        ],
        className="chips",
    )


def countries(data: Data, one: GoodPractice) -> list[Any]:
    """Return the countries as links to their pages, with commas."""
    found: list[Any] = []
    for iso3 in one.iso3s:
        found += [
            html.A(
                data.name(iso3),
                href=f"/country/{iso3}#practice",
                **attrs(data_of=iso3, data_name=data.name(iso3)),
            ),
            ", ",
        ]
    return found[:-1]


def result(one: GoodPractice) -> Any:
    """Return what was reported to have come of it; that nothing is known is said."""
    if one.result:
        return html.P([html.B("Reported result: "), one.result])
    return html.P([html.B("Result: "), f"not known to us. {NOT_SHOWN}"])


def item(data: Data, one: GoodPractice, *, level: int = 3) -> Any:
    """Return one practice in a list."""
    heading = html.H3 if level == 3 else html.H2
    return html.Article(
        [
            heading(html.A(one.title, href=f"/practice/{one.case_id}")),
            chips(data, one),
            html.P(countries(data, one), className="quiet"),
            html.P(one.what),
            result(one),
            source_line(data, one.source_id, one.evidence, one.confidence),
        ],
        className="card practice-item",
        id=one.case_id,
        **attrs(data_record=one.case_id),
    )


def of_country(data: Data, iso3: str) -> Any:
    """Return the practice documented in a country."""
    found = data.atlas.practices(iso3=iso3)
    if not found:
        return html.P(
            "No good practice is documented here in this atlas. That is no finding: the list is "
            "short."
        )
    return html.Ul(
        [
            html.Li(
                [
                    html.A(one.title, href=f"/practice/{one.case_id}"),
                    html.Span(f" · goal {one.goal}, {years(one)}. ", className="quiet"),
                    one.result or "Result not known to us.",
                ]
            )
            for one in found
        ],
        className="plain practice-lines",
    )


def elsewhere(data: Data, goal: int, role: Role, iso3: str) -> Any:
    """Return the way from a stage to what worked elsewhere for its goal and role.

    Where none is documented for the role, it is said, and the way leads to all of the goal.
    """
    every = [one for one in data.atlas.practices(goal=goal) if iso3 not in one.iso3s]
    found = [one for one in every if role in one.roles]
    if not every:
        return None
    titles: list[Any] = []
    for one in (found or every)[:NAMED]:
        titles += [html.A(one.title, href=f"/practice/{one.case_id}"), ", "]
    if found:
        told = f"{count(len(found), 'documented practice')} for goal {goal} in {role} countries"
        href = PracticeState(goal=goal, role=role).href()
    else:
        told = f"none is documented for goal {goal} in {role} countries, {len(every)} in others"
        href = PracticeState(goal=goal).href()
    more = len(found or every) - NAMED
    return html.P(
        [
            html.A("What worked elsewhere for this stage", href=href),
            f": {told}. ",
            *titles[:-1],
            f" and {more} more." if more > 0 else ".",
        ],
        className="elsewhere",
    )


def serves(data: Data, one: GoodPractice) -> tuple[Commitment, ...]:
    """Return the commitments of the practice's goal whose keeping its measures tell of."""
    rules = data.atlas.promise_rules
    return tuple(
        commitment
        for commitment in data.atlas.commitments(goal=one.goal)
        if any(rule.measure in one.measures for rule in rules.of(commitment.commitment_id))
    )
