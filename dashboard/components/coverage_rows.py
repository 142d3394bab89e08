"""How much is known, country by country: the rows that matrix, table and CSV share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.data import Data
from dashboard.data_state import COUNTRY, LEAST_KNOWN, DataState, columns
from dashboard.promise_state import countries_on
from routes.model import ROLES, Role
from routes.protection import NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Cell:
    """Questions of one column in one country.

    Attributes:
        asked, answered, checked: how many; of a single question 0 or 1.
        as_of: for a single question, the year that its answer speaks for; 0 is unknown.
    """

    asked: int
    answered: int
    checked: int
    as_of: int = 0

    @property
    def share(self) -> float:
        """Part of the questions that have an answer, 0 to 1."""
        return self.answered / self.asked if self.asked else 0.0

    @property
    def unchecked(self) -> int:
        return self.answered - self.checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One country.

    Attributes:
        whole: over the goal, or over all judged goals.
        cells: one a column.
        age: of the middle answer, in years; None where no core question is answered.
        shares: of ``whole`` in every year, 0 to 1.
    """

    iso3: str
    name: str
    roles: tuple[Role, ...]
    whole: Cell
    cells: tuple[Cell, ...]
    age: int | None
    shares: tuple[float, ...]


def rows(data: Data, state: DataState) -> list[Row]:
    """Return the countries of the view in its order."""
    lens = state.lens
    child = data.age_class(lens.child)
    world = data.world(child, lens.checked)
    found = data.coverage(child, lens.checked)
    names, y = columns(data, state.goal), world.year_index(lens.year)
    goal = state.goal or None
    counts = (found.asked, found.answered, found.checked)
    whole = np.stack([found.total(count, goal) for count in counts], axis=-1)
    every = np.nan_to_num(found.known_share(goal))
    as_of = data.atlas.protection.speaks_for(child, checked_only=lens.checked)[:, :, y]
    at = {iso3: i for i, iso3 in enumerate(world.countries)}
    roles = _roles(data, state)

    def cell(i: int, name: str) -> Cell:
        if not state.goal:
            g = int(name.removeprefix("goal-")) - 1
            return Cell(*(int(count[i, g, y]) for count in counts))
        m = world.measures.index(name)
        value = world.values[i, m, y]
        is_known = bool(value >= 0)
        is_checked = is_known and not world.unchecked[i, m, y]
        year = int(as_of[i, m]) if is_known else 0
        return Cell(int(value != NOT_APPLICABLE), int(is_known), int(is_checked), year)

    made = []
    for iso3 in countries_on(data, state.routes, state.roles):
        i = at[iso3]
        age = found.age[i, y]
        made.append(
            Row(
                iso3=iso3,
                name=data.name(iso3),
                roles=roles[iso3],
                whole=Cell(*(int(n) for n in whole[i, y])),
                cells=tuple(cell(i, name) for name in names),
                age=None if np.isnan(age) else int(age),
                shares=tuple(float(share) for share in every[i]),
            )
        )
    return _sorted(made, state, names)


def _roles(data: Data, state: DataState) -> dict[str, tuple[Role, ...]]:
    found: dict[str, set[str]] = {}
    for route_id in state.routes or data.route_ids:
        for iso3, roles in data.atlas.routes[route_id].roles().items():
            found.setdefault(iso3, set()).update(roles)
    return {iso3: tuple(r for r in ROLES if r in roles) for iso3, roles in found.items()}


def _sorted(made: list[Row], state: DataState, names: tuple[str, ...]) -> list[Row]:
    """Sort by name, then by what was chosen: the least known, or the oldest, first."""
    made.sort(key=lambda row: row.name, reverse=state.descending and state.sort == COUNTRY)
    if state.sort == COUNTRY:
        return made

    def by(row: Row) -> tuple[float, ...]:
        if state.sort == "age":
            return (-(99 if row.age is None else row.age),)
        cell = row.whole if state.sort == LEAST_KNOWN else row.cells[names.index(state.sort)]
        return (not cell.asked, cell.share, cell.checked, cell.as_of)

    return sorted(made, key=by, reverse=state.descending)
