"""What is known of what, and what is missing, in the shapes of the API."""

from __future__ import annotations

from dashboard.api.content import Content, weakest
from dashboard.api.coverage_models import KnownCell, OpenQuestion
from dashboard.components import coverage_rows
from dashboard.data_state import DataState, columns
from dashboard.state import Lens
from routes import OpenQuestion as Ranked
from routes.coverage import asked_measures


def known_cells(content: Content, state: DataState) -> list[KnownCell]:
    """Return every cell of the Data page's matrix, country by country in its order."""
    data, lens = content.data, state.lens
    child, goals = data.age_class(lens.child), data.atlas.rubrics.goals
    made = []
    for row in coverage_rows.rows(data, state):
        facts = data.facts_of(row.iso3, child, lens.year, lens.checked)
        for name, cell in zip(columns(data, state.goal), row.cells, strict=True):
            goal = state.goal or int(name.removeprefix("goal-"))
            measures = (name,) if state.goal else asked_measures(goals[goal])
            told = [fact for measure in measures for fact in facts.get(measure, ())]
            made.append(
                KnownCell(
                    iso3=row.iso3,
                    country=row.name,
                    roles=list(row.roles),
                    goal=goal,
                    measure=name if state.goal else None,
                    asked=cell.asked,
                    answered=cell.answered,
                    checked=cell.checked,
                    known_share=round(cell.share, 4) if cell.asked else None,
                    speaks_for=cell.as_of or None,
                    evidence=weakest({fact.evidence for fact in told}),
                    source_ids=list(dict.fromkeys(fact.source_id for fact in told)),
                )
            )
    return made


def open_row(content: Content, row: Ranked, lens: Lens) -> OpenQuestion:
    figure = row.figures[0] if row.figures else None
    state = DataState(view="missing", lens=lens, goal=row.goal, cell=(row.iso3, row.measure))
    return OpenQuestion(
        rank=row.rank,
        rank_weighted=row.rank_weighted,
        iso3=row.iso3,
        country=content.data.name(row.iso3),
        goal=row.goal,
        measure=row.measure,
        question=row.question,
        standing=row.standing,
        level=row.level,
        worst=row.bounds.worst,
        best=row.bounds.best,
        reach=row.reach,
        makes_known=row.makes_known,
        journeys=row.journeys,
        routes=list(row.routes),
        figure=figure.value if figure else None,
        figure_route_id=figure.route_id if figure else "",
        figure_year=figure.year if figure else None,
        figure_unit=figure.unit if figure else "",
        figure_group=figure.group if figure else "",
        figure_scope=figure.scope_note if figure else "",
        figure_source_id=figure.source_id if figure else "",
        url=state.href(),
    )
