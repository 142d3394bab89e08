"""The choices of the page on the six goals, to and from the URL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.data import Data
from dashboard.promise_state import changed_lens
from dashboard.state import Lens, Query, link
from routes import GOALS, YEARS, Standing, UnknownNameError

PATH = "/goals"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsState:
    """One view of the goals.

    Attributes:
        goal: the one that is told whole, 1 to 6, in the path; 0 is all six in short.
        since: the year compared with; 0 is the first year covered, goal by goal.
    """

    goal: int = 0
    since: int = 0
    lens: Lens = field(default_factory=Lens)

    @classmethod
    def read(cls, rest: str, query: str) -> tuple[GoalsState, tuple[str, ...]]:
        """Return the view, and one sentence for each value that had to be dropped.

        Args:
            rest: what follows ``/goals/`` in the path.

        Raises:
            UnknownNameError: it is no goal.
        """
        name = rest.strip("/")[:40]
        numbers = {str(goal): goal for goal in GOALS}
        if name and name not in numbers:
            raise UnknownNameError("goal", name, numbers)
        read = Query(query)
        lens = Lens.read(read)
        earlier = [year for year in YEARS if year < lens.year]
        since = read.whole("since", earlier, 0)
        return cls(goal=numbers.get(name, 0), since=since, lens=lens), read.close()

    def href(self, **changes: Any) -> str:
        """Return the link to this page with some choices changed; ``child`` and the like too."""
        lens = changed_lens(self.lens, changes)
        state = replace(self, lens=lens, **changes)
        path = f"{PATH}/{state.goal}" if state.goal else PATH
        since = str(state.since) if 0 < state.since < lens.year else ""
        return link(path, [*lens.pairs(), ("since", since)])

    def standing(self, data: Data, goal: int) -> Standing:
        """Return where the world stands on a goal, for the view's child and years."""
        return data.kept(_standing, replace(self, goal=goal))

    @property
    def goals(self) -> tuple[int, ...]:
        """The goals that the view tells of."""
        return (self.goal,) if self.goal else GOALS


def _standing(data: Data, state: GoalsState) -> Standing:
    lens = state.lens
    child = data.age_class(lens.child)
    return data.atlas.standing(
        state.goal,
        year=lens.year,
        since=state.since or None,
        child=child,
        checked_only=lens.checked,
        world=data.world(child, lens.checked),
    )
