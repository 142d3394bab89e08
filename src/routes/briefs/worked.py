"""What worked elsewhere: documented practice for a goal and a role, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from routes.briefs.content import Notes, Said, Section, line
from routes.briefs.seen import Seen
from routes.model import Role
from routes.records import GoodPractice
from routes.words import count


def worked(
    seen: Seen,
    wanted: Iterable[tuple[int, Role | None]],
    own: Sequence[str],
    notes: Notes,
    *,
    most: int,
) -> Section:
    """Return practice for the goals and roles wanted, the most wanted first.

    Args:
        own: countries whose own practice is not "elsewhere".
        most: practices written out.
    """
    chosen: dict[str, GoodPractice] = {}
    goals: list[int] = []
    queues: list[list[GoodPractice]] = []
    for goal, role in dict.fromkeys(wanted):
        if goal not in goals:
            goals.append(goal)
        queues.append(_found(seen, goal, role, own))
    while any(queues) and len(chosen) < most:  # one a goal and role, then the second of each
        for queue in queues:
            while queue and queue[0].case_id in chosen:
                queue.pop(0)
            if queue and len(chosen) < most:
                one = queue.pop(0)
                chosen[one.case_id] = one
    if not goals:
        told = "No level is known here, so that no stage can be called weak."
    elif not chosen:
        told = "No practice of other countries is documented here for these goals."
    else:
        told = (
            "Documented as good practice for the goals with the lowest known levels. That "
            "something was documented does not show that it worked; results are told where they "
            "were reported."
        )
    return Section(
        name="worked",
        heading="What worked elsewhere",
        lines=(line(told),),
        items=tuple(
            line(
                Said(f"{_where(seen, one)}. {one.what} {_result(one)}",
                     (notes.source(one.source_id, one.evidence),)),
                lead=f"{one.title}.",
            )
            for one in chosen.values()
        ),
    )  # fmt: skip


def _found(seen: Seen, goal: int, role: Role | None, own: Sequence[str]) -> list[GoodPractice]:
    """Return practice of the goal, that of the role first, those with a result before others."""
    found = [
        one
        for one in seen.atlas.practices(goal=goal)
        if not set(one.iso3s) & set(own)
        and not (seen.checked_only and one.evidence == "named")
        and (one.from_year is None or one.from_year <= seen.year)
    ]
    return sorted(found, key=lambda one: (role not in one.roles, not one.result))


def _where(seen: Seen, one: GoodPractice) -> str:
    names = [seen.name(iso3) for iso3 in one.iso3s[:3]]
    more = len(one.iso3s) - len(names)
    places = ", ".join(names) + (f" and {count(more, 'other')}" if more else "")
    if one.from_year is None:
        years = "year not known"
    elif one.to_year is None:
        years = f"since {one.from_year}"
    else:
        years = f"{one.from_year} to {one.to_year}"
    goal = seen.atlas.rubrics.goals[one.goal].short
    return f"{places}, {years}; goal {one.goal} ({goal[:1].lower()}{goal[1:]})"


def _result(one: GoodPractice) -> str:
    return f"Reported result: {one.result}" if one.result else "Result not known to us."
