"""How we know: one number, and everything that made it, down to file, line and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.chain_words import value_words
from dashboard.colouring import child_in_words
from dashboard.components.chain_list import chain_list
from dashboard.components.controls import checked_toggle, child_menu, year_menu
from dashboard.components.share import share
from dashboard.components.share.item import copy_item
from dashboard.data import Data
from dashboard.explain_state import ExplainState
from dashboard.frozen import day
from dashboard.rendered import Rendered
from dashboard.shell import page
from routes.chains import Chain
from routes.words import count


def render(data: Data, rest: str, query: str) -> Rendered:
    """Return the explanation at an address; without one, what can be explained.

    Raises:
        RoutesError: there is nothing of that name; says what there is.
    """
    if not rest.strip("/"):
        return _opening("How we know", EXAMPLES)
    state, notices = ExplainState.read(data, rest, query)
    if not state.what:
        return _of_goals(data, state)
    chain = state.chain(data)
    title = f"How we know: {chain.title}"
    return Rendered(title=title, tree=_body(data, state, chain, notices))


def line(chain: Chain) -> str:
    """Return what is explained and what it rests on, in a sentence."""
    top = chain.top
    value = value_words(top)
    said = f"{top.said} " if top.said else ""
    level = f"Level {value}. " if top.kind in ("level", "stage") and top.value else ""
    return f"{level}{said}{_rests_on(chain)}"


def _rests_on(chain: Chain) -> str:
    open_ = count(len(chain.unknowns), "question")
    unanswered = f"; {open_} without an answer" if chain.unknowns else ""
    return f"It rests on {count(len(chain.sources), 'source')}{unanswered}."


def _body(data: Data, state: ExplainState, chain: Chain, notices: tuple[str, ...]) -> Any:
    return page(
        "/explain",
        [
            html.H1(["How we know: ", chain.title], id="headline"),
            html.P(_for_whom(chain), className="quiet"),
            _bar(state) if chain.child is not None else None,
            html.P(_rests_on(chain), className="lead-in"),
            chain_list(data, chain, state.lens),
            html.P(html.A(_back_words(data, state), href=state.back), className="screen-only"),
            _versions(chain),
            _for_programs(state),
        ],
        css="prose wide-prose explain",
        notices=notices,
        share=share(data, f"How we know: {chain.title}", line(chain), state.href()),
    )


def _for_whom(chain: Chain) -> str:
    if chain.child is None:
        return "As its publishers gave it."
    checked = " Checked sources only." if chain.checked_only else ""
    return f"What {child_in_words(chain.child)}, meets in {chain.year}.{checked}"


def _bar(state: ExplainState) -> Any:
    return html.Div(
        [
            html.Span("For "),
            child_menu(state),
            html.Span(" in "),
            year_menu(state),
            checked_toggle(state),
        ],
        className="bar",
    )


def _back_words(data: Data, state: ExplainState) -> str:
    if state.way is None:
        return f"Everything on {data.name(state.who)}"
    return "The journey"


def _versions(chain: Chain) -> Any:
    by = f", {chain.software}" if chain.software else ""
    build = chain.build or "not recorded"
    return html.Div(
        [
            html.H2("Which data, which code", id="versions"),
            html.P(
                f"Data version {chain.data_version} of {day(chain.date)}. Code version "
                f"{chain.code_version or 'not recorded'}{by}. Build {build}."
            ),
            html.P(
                "Line 1 of a table is its header. A checksum is that of the file which the build "
                "read or made. Most sources were read and not downloaded: no day of retrieval is "
                "recorded for them.",
                className="quiet",
            ),
        ],
        className="explain-versions",
    )


def _for_programs(state: ExplainState) -> Any:
    return html.Div(
        [
            html.H2("For programs", id="programs"),
            html.P(
                [
                    "The same chain: ",
                    html.A("JSON", href=state.file("json")), ", ",
                    html.A("CSV", href=state.file("csv")), ", ",
                    html.A("W3C PROV-JSON", href=state.file("prov.json")), ".",
                ]
            ),
            copy_item("At the command line", state.command) if state.command else None,
        ],
        className="explain-programs screen-only",
    )  # fmt: skip


EXAMPLES = (
    ("/explain/LBY/2", "a level of a country"),
    ("/explain/LBY/school_primary_secondary", "one measure"),
    ("/explain/LBY/2-crc-37-b", "whether a promise is kept"),
    ("/explain/central-med-horn/2?stage=4", "a drop on a journey"),
    ("/explain/central-med-horn/figures", "what was counted on a route"),
    ("/explain/LBY/unhcr_idps", "an official figure, back to the publisher’s answer"),
    ("/explain/ERI/flow-DEU@2024", "people of one country in another"),
    ("/explain/central-med-horn/deaths@2024", "deaths and disappearances on a route"),
)


def _of_goals(data: Data, state: ExplainState) -> Rendered:
    """What can be explained of a country, or of the first stage of a way."""
    goals = data.atlas.rubrics.goals.values()
    stage = 1 if state.way else 0
    links = [
        (replace(state, what=str(goal.goal), stage=stage).href(), f"goal {goal.goal}: {goal.title}")
        for goal in goals
    ]
    name = data.name(state.who) if state.way is None else "a stage of the journey"
    return _opening(f"How we know: {name}", links)


def _opening(title: str, links: Sequence[tuple[str, str]]) -> Rendered:
    tree = page(
        "/explain",
        [
            html.H1(title, id="headline"),
            html.P(
                "Every level, promise, drop and figure of the atlas leads back to the rule, the "
                "file, the line and the source that it is from, and to what is not known. Open it "
                "with “How we know” under the level. For instance:"
            ),
            html.Ul([html.Li(html.A(words, href=href)) for href, words in links]),
        ],
        css="prose wide-prose",
    )
    return Rendered(title=title, tree=tree)
