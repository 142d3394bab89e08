"""What was promised, beside what the facts show. Each entry names both facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from routes.briefs.content import Line, Notes, Said, Section, line
from routes.briefs.seen import Seen
from routes.gaps import Gap, State
from routes.words import count

WORDS: dict[State, str] = {
    "not_kept": "Promised and not kept",
    "partly": "Kept in part",
    "kept_in_law": "Kept in law; practice not known",
    "kept": "Kept",
}
COUNTED: dict[State, str] = {
    "not_kept": "not kept",
    "partly": "kept in part",
    "kept_in_law": "kept in law with practice not known",
    "kept": "kept",
}
STANCE = {"party": "party", "yes": "voted in favour"}


def promised(seen: Seen, iso3s: Sequence[str], notes: Notes, *, most: int) -> Section:
    """Return the promises of one or more countries, what is not kept first.

    Args:
        iso3s: one country, or those of a journey in travel order.
        most: entries written out; the others are counted.
    """
    found = seen.gaps(tuple(dict.fromkeys(iso3s)))
    every = found.gaps()
    if seen.checked_only:
        every = tuple(gap for gap in every if gap.commitment.evidence != "named")
    by_state = {state: [gap for gap in every if gap.state == state] for state in WORDS}
    bad = [*by_state["not_kept"], *by_state["partly"]]
    if len(found.countries) == 1 and len(bad) < most:
        bad += _varied(by_state["kept_in_law"])[: max(0, most - len(bad))]
    chosen = _varied(bad)[:most]
    unknown = sum(gap.state == "unknown" for gap in every)
    total = unknown + sum(len(gaps) for gaps in by_state.values())
    counts = ", ".join(f"{len(gaps)} {COUNTED[state]}" for state, gaps in by_state.items())
    lead = (
        f"Of {count(total, 'promise')} that treaties and votes hold against "
        f"{_whom(seen, found.countries)}, as far as they bear on this child in {seen.year}: "
        f"{counts}; {unknown} not known, which does not make them "
        "broken."
    )
    if not total:
        lead = "No promise is on record here that bears on this child."
    is_figure = any(letter.isdigit() for letter in lead)
    lines = (line(Said(lead, notes.own() if is_figure else ())),)
    return Section(
        name="promised",
        heading="What was promised, and what the facts show",
        lines=lines,
        items=tuple(_item(seen, gap, notes, len(found.countries) > 1) for gap in chosen),
    )


def _whom(seen: Seen, iso3s: Sequence[str]) -> str:
    if len(iso3s) == 1:
        return seen.in_text(iso3s[0])
    return f"the {len(iso3s)} countries on this way"


def _varied(gaps: Iterable[Gap]) -> list[Gap]:
    """Order promises so that each country and each deciding fact has its turn; law binds first."""
    rest = sorted(gaps, key=lambda gap: (gap.state != "not_kept", gap.state != "partly",
                                         not gap.commitment.is_binding))  # fmt: skip
    told: set[tuple[str, str]] = set()
    first: list[Gap] = []
    later: list[Gap] = []
    for gap in rest:
        keys = {(gap.iso3, check.fact.measure) for check in gap.deciding if check.fact}
        (later if keys & told else first).append(gap)
        told |= keys
    heard: set[str] = set()
    fresh: list[Gap] = []
    again: list[Gap] = []
    for gap in first:
        (again if gap.iso3 in heard else fresh).append(gap)
        heard.add(gap.iso3)
    return [*fresh, *again, *later]


def _item(seen: Seen, gap: Gap, notes: Notes, with_country: bool) -> Line:
    promise = gap.commitment
    binding = "binding" if promise.is_binding else "not binding"
    where = f"{seen.name(gap.iso3)}. " if with_country else ""
    pieces = [
        Said(
            f"{gap.instrument.short}, {promise.locator} ({binding}): {promise.promise}",
            (notes.source(promise.source_id, promise.evidence),),
        )
    ]
    if gap.promise is not None:
        pieces.append(Said(f" {_act(gap)}", notes.cite([gap.promise])))
    facts = [check.fact for check in gap.deciding if check.fact]
    for check in gap.deciding:
        if check.fact is None:
            continue
        measure = seen.measure(check.fact.measure)
        pieces.append(
            Said(
                f" The facts, {measure}: {seen.value(check.fact)} ({check.fact.as_of_year}).",
                notes.cite([check.fact]),
            )
        )
        pieces.append(Said(f" By the atlas’s rule: {check.reason}.", notes.own()))
    if gap.promise is not None:
        facts.append(gap.promise)
    return line(*pieces, lead=f"{where}{WORDS[gap.state]}.", facts=facts)


def _act(gap: Gap) -> str:
    """Return what the country did: ``Party since 1991.``"""
    stance = STANCE.get(gap.stance or "", gap.stance or "")
    since = ""
    if gap.since is not None:
        since = f" since {gap.since}" if stance == "party" else f" in {gap.since}"
    return f"{stance[:1].upper()}{stance[1:]}{since}."
