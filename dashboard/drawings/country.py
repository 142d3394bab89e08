"""A country as a figure: six levels, and detention over the years."""

from __future__ import annotations

from dataclasses import replace

from dashboard.address import Address
from dashboard.api import models
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.colouring import child_in_words
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.drawings.drawn import Drawn, drawn, of_rows
from dashboard.drawings.levels import legend_of, level_cell
from dashboard.figures import panels
from dashboard.state import Lens
from dashboard.ways import PlainState
from routes import YEARS
from routes.model import COMPANIES


def _told(one: models.Level, goal: str) -> panels.Cell:
    """Return a level with its words written on it."""
    words = level_words(one.level, is_judged=one.is_judged)
    cell = level_cell(one, 1, f"{goal}: {words}")
    said = "" if one.level is None else f" {words.partition(', ')[2]}"
    return replace(cell, text=cell.text + (said or f" {words}"))


def draw(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw six levels, and detention in law and practice over the years."""
    data = content.data
    iso3 = found.view.country.iso3
    state, _ = PlainState.read(f"/country/{iso3}", asked.query)
    goals = data.atlas.rubrics.goals
    levels = panels.Panel(
        title="",
        columns=[str(state.lens.year)],
        rows=[f"{number} {goal.short}" for number, goal in goals.items()],
        cells=[_told(one, goals[one.goal].short) for one in found.rows],
    )
    years, legend = _years(data, iso3, state.lens)
    shown = [levels, years]
    legend = {**legend_of([levels]), **legend}
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=data.name(iso3),
        line=f"What {child_in_words(state.lens.child)}, meets in {state.lens.year}.",
        **of_rows(found.rows),
    )


def _years(data: Data, iso3: str, lens: Lens) -> tuple[panels.Panel, dict[str, str]]:
    """Return detention in law and practice over the years, for both companies."""
    rows, cells = [], []
    legend: dict[str, str] = {}
    for colour in ("detention_law", "detention_practice"):
        colouring = data.colourings[colour]
        name = "in law" if colour == "detention_law" else "in practice"
        labels = {step.name: f"{step.label} ({name})" for step in colouring.steps}
        for company in COMPANIES:
            rows.append(f"{'Alone' if company == 'alone' else 'In families'}, {name}")
            child = replace(lens.child, company=company)
            world = data.world(data.age_class(child), lens.checked)
            at = world.countries.index(iso3)
            for number, year in enumerate(YEARS, start=1):
                step = colouring.step(int(colouring.codes(world, year)[at]))
                label = "Not known" if step.css == "u" else labels[step.name]
                cells.append(
                    panels.Cell(
                        column=number, row=len(rows), css=step.css, label=label, text="",
                        words=f"{rows[-1]}, {year}: {step.label}",
                    )
                )  # fmt: skip
                if label != "Not known":
                    legend[label] = step.css
    title = "Immigration detention over the years"
    return panels.Panel(
        title=title, columns=[str(y) for y in YEARS], rows=rows, cells=cells
    ), legend
