"""Promises, milestones and good practice in the shapes of the API, one thing a row."""

from __future__ import annotations

from dashboard.api import promise_models as shapes
from dashboard.api.content import Content, weakest
from dashboard.promise_state import GapState, TimelineState
from dashboard.state import Lens
from routes import Commitment, Gap, GoodPractice, Milestone


def commitment_row(content: Content, one: Commitment) -> shapes.Commitment:
    rules = content.data.atlas.promise_rules
    return shapes.Commitment(
        commitment_id=one.commitment_id,
        goal=one.goal,
        instrument_id=one.instrument_id,
        instrument=one.instrument,
        locator=one.locator,
        year=one.year,
        is_binding=one.is_binding,
        promise=one.promise,
        bound_by=rules.instruments[one.instrument_id].bound_by,
        measures=[rule.measure for rule in rules.of(one.commitment_id)],
        evidence=one.evidence,
        confidence=one.confidence,
        source_id=one.source_id,
        url=GapState(goal=one.goal).href(),
    )


def milestone_row(one: Milestone) -> shapes.Milestone:
    return shapes.Milestone(
        event_id=one.event_id,
        date=one.date,
        precision=one.precision,
        scope=one.scope,
        iso3s=list(one.iso3s),
        goal=one.goal,
        kind=one.kind,
        title=one.title,
        summary=one.summary,
        evidence=one.evidence,
        confidence=one.confidence,
        source_id=one.source_id,
        url=TimelineState(since="all", countries=one.iso3s).href(),
    )


def practice_row(one: GoodPractice) -> shapes.Practice:
    return shapes.Practice(
        case_id=one.case_id,
        title=one.title,
        iso3s=list(one.iso3s),
        goal=one.goal,
        roles=list(one.roles),
        in_beyond_borders=one.in_beyond_borders,
        from_year=one.from_year,
        to_year=one.to_year,
        what=one.what,
        result=one.result,
        actors=list(one.actors),
        services=list(one.services),
        measures=list(one.measures),
        evidence=one.evidence,
        confidence=one.confidence,
        source_id=one.source_id,
        url=f"/practice/{one.case_id}",
    )


def gap_row(content: Content, gap: Gap, lens: Lens) -> shapes.Gap:
    one = gap.commitment
    facts = [gap.promise, *(check.fact for check in gap.checks)]
    cell = (gap.iso3, one.commitment_id)
    return shapes.Gap(
        iso3=gap.iso3,
        country=content.data.name(gap.iso3),
        goal=one.goal,
        commitment_id=one.commitment_id,
        instrument=one.instrument,
        locator=one.locator,
        is_binding=one.is_binding,
        is_promised=gap.is_promised,
        stance=gap.stance,
        since=gap.since,
        state=gap.state,
        is_unchecked=gap.is_unchecked,
        checks=[
            shapes.Check(
                rule=check.rule.rule,
                measure=check.rule.measure,
                value=check.fact.value if check.fact else None,
                found=check.found,
                reason=check.reason,
                is_law=check.is_law,
                as_of_year=check.fact.as_of_year if check.fact else None,
                evidence=check.fact.evidence if check.fact else None,
                source_id=check.fact.source_id if check.fact else "",
            )
            for check in gap.checks
        ],
        evidence=weakest({fact.evidence for fact in facts if fact}),
        source_ids=list(gap.source_ids),
        url=GapState(lens=lens, goal=one.goal, cell=cell).href(),
    )
