"""Anything on screen explained by name: ``explain(atlas, "LBY", "2")`` and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from routes.chains import Chain, Link
from routes.errors import RoutesError
from routes.explained_counts import DEATHS, FLOW, FLOWS, deaths, flow, flows
from routes.explained_figures import observed
from routes.explaining import Explainer
from routes.gaps import Check, Gap
from routes.model import Child, Journey, Stage
from routes.naming import (
    FIGURES,
    NothingToExplainError,
    find_goal,
    find_measure,
    find_who,
    no_such,
    of_countries,
    of_route,
)
from routes.protection import FIRST_YEAR, LAST_YEAR, World
from routes.words import count

if TYPE_CHECKING:
    from routes.atlas import Atlas


def explain(
    atlas: Atlas,
    who: str,
    what: str,
    *,
    year: int = LAST_YEAR,
    child: Child | None = None,
    checked_only: bool = False,
    branch: str | None = None,
    stage: int | None = None,
    world: World | None = None,
) -> Chain:
    """Return where a number comes from, down to file, line and source.

    Args:
        who: a country (code, or name in a language of the atlas), or a route.
        what: of a country: a goal (``2``, ``goal-2`` or its name), a measure, a family of measures
            that one goal asks for (``detention``), a commitment, or a series of official figures
            (``unhcr_idps``: the newest one up to the year), or people of it in another
            country (``flow-DEU``); of a route: a goal at a ``stage``, ``figures``, one thing that
            was counted (``children_arrivals``), ``deaths`` or ``flows``. Official figures, flows
            and deaths take their own year too: ``unhcr_idps@2019``.
        child: aged 15, alone, seeking asylum, when None.
        branch: of a route; its first when None.
        stage: of a route, from 1: its level, and the drop that ends there if there is one.
        world: what the child meets everywhere, if it is at hand; it must be the child's own.

    Raises:
        NothingToExplainError: there is no such thing; says what there is.
        RoutesError: no facts are held for the year, or no such branch.
    """
    child = child or Child()
    what, at = _of_year(atlas, what)
    is_only = at is not None
    year = year if at is None else at
    by = Explainer(atlas=atlas, child=child, year=year, checked_only=checked_only)
    kind, name = find_who(atlas, who)
    if kind == "route":
        if what == FIGURES or what in set(atlas.recorded_figures["measure"]):
            return by.chain(_figures(by, name, what), has_child=False, has_year=False)
        if what == DEATHS:
            return by.chain(deaths(by, name), has_child=False)
        if what == FLOWS:
            return by.chain(flows(by, atlas.journey(name, branch)), has_child=False)
        goal = find_goal(atlas, what)
        if goal is None:
            raise no_such(what, "of a route", of_route(atlas))
        journey = atlas.journey(name, branch)
        return by.chain(at_stage(by, journey, goal, stage, world))
    if what.startswith(FLOW):
        return by.chain(flow(by, name, what.removeprefix(FLOW)), has_child=False)
    if what in atlas.official.series:
        return by.chain(observed(by, name, what, only=is_only), has_child=False)
    return _of_country(by, name, what, world)


def _of_year(atlas: Atlas, what: str) -> tuple[str, int | None]:
    """Return what is asked for and the year after its ``@``, which figures alone take."""
    name, is_told, year = what.partition("@")
    is_figure = name in (DEATHS, FLOWS) or name.startswith(FLOW) or name in atlas.official.series
    if is_told and is_figure and year.isascii() and year.isdigit() and len(year) == 4:
        return name, int(year)
    return what, None


def explain_journey(
    by: Explainer, journey: Journey, goal: int, stage: int | None, world: World | None = None
) -> Chain:
    """Return where the level of a goal at a stage of any journey comes from."""
    return by.chain(at_stage(by, journey, goal, stage, world))


def _of_country(by: Explainer, iso3: str, what: str, world: World | None) -> Chain:
    atlas = by.atlas
    if what in atlas.records.commitments:
        found = atlas.gaps(
            countries=[iso3], child=by.child, year=by.year, checked_only=by.checked_only,
            world=world,
        )  # fmt: skip
        if what not in {one.commitment_id for one in found.commitments}:
            raise NothingToExplainError(
                f"No act of a country is held for {what!r}, so it is held against none."
            )
        return by.chain(promise(by, found.gap(iso3, what)))
    if what in atlas.rubrics.measures:
        facts = atlas.protection.measure_answers(
            iso3, by.child, by.year, checked_only=by.checked_only
        )
        measure = atlas.rubrics.measures[what]
        _check_year(by)
        return by.chain(by.measure(iso3, measure, facts.get(what, ())))
    goal = find_goal(atlas, what)
    if goal is None:
        named = find_measure(atlas, what)
        if named is None:
            raise no_such(what, "of a country", of_countries(atlas))
        return _of_country(by, iso3, named, world)
    level = atlas.levels(iso3, by.child, by.year, checked_only=by.checked_only)[goal]
    return by.chain(by.level(level))


def _check_year(by: Explainer) -> None:
    """Raise when no facts are held for the year."""
    if not FIRST_YEAR <= by.year <= LAST_YEAR:
        raise RoutesError(f"Facts are held for {FIRST_YEAR} to {LAST_YEAR}, not {by.year}.")


def promise(by: Explainer, gap: Gap) -> Link:
    """Return the verdict on one promise: its text, the act that made it, what the facts show."""
    one, found = gap.commitment, by.atlas.origins
    place = found.place("commitments", one.commitment_id)
    written = Link(
        kind="commitment",
        name=f"commitment/{one.commitment_id}",
        title=f"{one.instrument}, {one.locator}",
        said=one.promise,
        as_of_year=one.year,
        evidence=one.evidence,
        confidence=one.confidence,
        place=place,
        made_from=(by.source(one.source_id),),
    )
    binds = by.rule(
        "instruments", gap.instrument.instrument_id, "what counts as having promised",
        gap.instrument.note, gap.instrument.line,
    )  # fmt: skip
    measures = by.atlas.rubrics.measures
    act = (
        by.fact(gap.promise)
        if gap.promise
        else by.no_answer(gap.iso3, measures[gap.instrument.bound_by])
    )
    return Link(
        kind="promise",
        name=f"promise/{gap.iso3}/{one.commitment_id}/{by.lens}",
        title=f"{by.country(gap.iso3)}: {one.instrument}, {one.locator}",
        value=gap.state,
        said=STATES_SAID[gap.state],
        step=None,
        made_from=(written, binds, act, *_checks(by, gap)),
    )


STATES_SAID = {
    "not_kept": "Promised, and the facts show that it is not kept.",
    "partly": "Promised, and kept in part.",
    "kept_in_law": "Promised, and kept by the rule; of practice nothing is known here.",
    "kept": "Promised, and the facts show that it is kept.",
    "unknown": "Whether it is kept, or was promised, is not known.",
    "not_promised": "Not promised by that year, so not broken.",
    "not_applicable": "It is a promise to other children.",
}


def _checks(by: Explainer, gap: Gap) -> Iterator[Link]:
    if not gap.checks:
        said = "No measure of this atlas tells of it for this child."
        yield Link(kind="unknown", name=f"unknown/{gap.iso3}/{gap.commitment.commitment_id}",
                   title="Not known: whether it is kept", said=said)  # fmt: skip
    for check in gap.checks:
        yield _check(by, gap, check)


def _check(by: Explainer, gap: Gap, check: Check) -> Link:
    measure = by.atlas.rubrics.measures[check.rule.measure]
    rule = by.rule("promises", check.rule.rule, f"what {measure.label.lower()} tells of it",
                   check.reason, check.rule.line)  # fmt: skip
    fact = by.fact(check.fact) if check.fact else by.no_answer(gap.iso3, measure)
    return Link(
        kind="check",
        name=f"check/{gap.iso3}/{check.rule.rule}/{by.lens}",
        title=measure.label,
        value=check.found,
        said=check.reason,
        made_from=(rule, fact),
    )


def at_stage(
    by: Explainer, journey: Journey, goal: int, stage: int | None, world: World | None
) -> Link:
    """Return the level at a stage; the drop that ends there, if there is one, as two levels."""
    size = len(journey.stages)
    if stage is None or not 1 <= stage <= size:
        raise NothingToExplainError(
            f"{journey.label}: which stage? It has 1 to {size}: "
            + ", ".join(f"{one.order} {one.place}" for one in journey.stages)
            + "."
        )
    profile = by.atlas.profile(
        journey, by.child, by.year, checked_only=by.checked_only, world=world
    )
    here = _stage(by, journey, journey.stages[stage - 1], goal)
    drop = profile.drop_into(stage, goal)
    if drop is None:
        return here
    said = f"From {drop.from_level} in {by.country(drop.from_stage.iso3)} to {drop.to_level}."
    if drop.across:
        said += f" In between, {count(len(drop.across), 'stage')} where the level is not known."
    if drop.is_uneven:
        said += (
            " The two do not have answers to the same questions, so what is not known may play a "
            "part."
        )
    between = (_stage(by, journey, one, goal) for one in drop.across)
    name = by.atlas.rubrics.goals[goal]
    return Link(
        kind="drop",
        name=f"drop/{journey.route_id or 'own'}/{journey.branch}/{stage}/goal-{goal}/{by.lens}",
        title=f"{journey.name}: the fall into stage {stage}, goal {goal}: {name.title}",
        value=f"-{drop.size}",
        said=said,
        made_from=(_stage(by, journey, drop.from_stage, goal), *between, here),
    )


def _stage(by: Explainer, journey: Journey, stage: Stage, goal: int) -> Link:
    levels = by.atlas.levels(stage.iso3, by.child, by.year, checked_only=by.checked_only)
    level = by.level(levels[goal])
    made = [level]
    key = f"{journey.route_id}/{journey.branch}/{stage.order}"
    if stage.source_id:
        made.append(by.source(stage.source_id))
    return Link(
        kind="stage",
        name=f"stage/{key}/goal-{goal}/{by.lens}",
        title=f"Stage {stage.order}, {stage.place} ({by.country(stage.iso3)})",
        value=level.value,
        said=stage.note if not journey.is_own else "A reader put it on her way.",
        place=by.atlas.origins.place("stages", key),
        evidence=stage.evidence or "",
        made_from=tuple(made),
    )


def _figures(by: Explainer, route_id: str, what: str) -> Link:
    table = by.atlas.figures(route_id)
    rows = table if what == FIGURES else table[table["measure"] == what]
    title = f"{by.atlas.route(route_id).name}: {what.replace('_', ' ')}"
    made = tuple(_figure(by, row) for row in rows.to_dict("records"))
    if not made:
        made = (
            Link(kind="unknown", name=f"unknown/{route_id}/{what}", title=f"Not known: {what}",
                 said="No such figure of this route is held."),
        )  # fmt: skip
    return Link(
        kind="figures",
        name=f"figures/{route_id}/{what}",
        title=title,
        said=f"{count(len(rows), 'row')}, each one publisher's count of one thing; never added up.",
        step=by.atlas.origins.step("recorded_figures.parquet"),
        made_from=made,
    )


def _figure(by: Explainer, row: Mapping[str, object]) -> Link:
    names = ("route_id", "year", "measure", "group", "scope_note")
    key = "/".join(str(row[name]) for name in names)
    place = by.atlas.origins.place("recorded_figures", key)
    value, unit = row["value"], row["unit"]
    assert isinstance(value, float)
    source = str(row["source_id"])
    bounds = [
        f"{word} {row[name]:.15g}"
        for name, word in (("lower", "at least"), ("upper", "at most"))
        if not pd.isna(row[name])
    ]
    return Link(
        kind="figure",
        name=f"figure/{key}",
        title=f"{row['year']}, {str(row['measure']).replace('_', ' ')}, {row['group']} ({unit})",
        value=f"{value:.15g}",
        said=". ".join([str(row["scope_note"]), *bounds]),
        as_of_year=int(str(row["year"])),
        evidence=str(row["evidence"]),
        confidence=str(row["confidence"]),
        made_from=(by.cell(place, source) if place else by.source(source),),
    )
