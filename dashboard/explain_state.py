"""The address of an explanation: what is explained, for whom, to and from the URL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from dashboard.data import Data
from dashboard.state import LONGEST_NAME, Lens, Query, link
from dashboard.ways import OWN, JourneyState, Way
from routes import MOST_STAGES, Child
from routes.chains import Chain
from routes.explained import explain, explain_journey
from routes.explaining import Explainer
from routes.naming import NothingToExplainError, find_goal, find_who

LONGEST_WHAT = 80
STAGES = range(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainState:
    """One explanation.

    Attributes:
        who: a country's code, a route's id, or ``own``.
        what: a goal, a measure, a commitment, a figure; see ``routes.explained``.
        way: the journey, of a route or of one's own; its branch alone is told in the query.
        stage: of a journey, from 1; 0 is none.
    """

    who: str
    what: str
    lens: Lens = field(default_factory=Lens)
    way: Way | None = None
    stage: int = 0

    @classmethod
    def read(cls, data: Data, rest: str, query: str) -> tuple[ExplainState, tuple[str, ...]]:
        """Read an address; ``rest`` is the path after ``/explain/``.

        Raises:
            NothingToExplainError: it names no country and no route; says which are nearest.
        """
        who, _, what = rest.strip("/").partition("/")
        read = Query(query)
        way: Way | None = None
        if who == OWN:
            stops = read.text("stops", 4 * MOST_STAGES + 60)
            name = read.text("name", LONGEST_NAME)
            way = replace(Way.parse(f"{stops},"), name=name)
        else:
            kind, who = find_who(data.atlas, who)
            if kind == "route":
                branches = [journey.branch for journey in data.atlas.route(who).journeys]
                way = Way(route=who, branch=read.one_of("branch", branches, ""))
        state = cls(
            who=who,
            what=what[:LONGEST_WHAT],
            lens=Lens.read(read),
            way=way,
            stage=read.whole("stage", STAGES, 0) if way else 0,
        )
        return state, read.close()

    def pairs(self) -> list[tuple[str, str]]:
        """Return what the query says, as the page and the API read it."""
        stage = str(self.stage) if self.stage else ""
        return [*(self.way.pairs() if self.way else ()), ("stage", stage), *self.lens.pairs()]

    def href(self, **changes: Any) -> str:
        """Return the link to this explanation with another child, year or stage."""
        lens = {name: changes.pop(name) for name in ("child", "year", "checked") if name in changes}
        state = replace(self, lens=replace(self.lens, **lens), **changes)
        return link(state._path("/explain"), state.pairs())

    def file(self, ending: str) -> str:
        """Return the address of the same for programs: ``json``, ``csv`` or ``prov.json``."""
        return link(f"{self._path('/api/v1/explain')}.{ending}", self.pairs())

    def _path(self, root: str) -> str:
        return f"{root}/{quote(self.who)}/{quote(self.what, safe='@')}"

    @property
    def command(self) -> str:
        """The same at the command line; "" for a journey of one's own."""
        if self.who == OWN:
            return ""
        told = [pair for pair in self.lens.pairs() if pair[0] not in ("year", "checked")]
        words = " ".join(f"{name}={value}" for name, value in told if value)
        parts = [
            f"childways explain {self.who} {self.what}"
            + ("" if "@" in self.what else f" --year {self.lens.year}"),
            f"--stage {self.stage}" if self.stage else "",
            f"--branch {self.way.branch}" if self.way and self.way.branch else "",
            f"--child {words}" if words else "",
            "--checked" if self.lens.checked else "",
        ]
        return " ".join(part for part in parts if part)

    @property
    def back(self) -> str:
        """The page that shows the number."""
        if self.way is None:
            return link(f"/country/{self.who}", self.lens.pairs())
        return JourneyState(way=self.way, lens=self.lens).href()

    def chain(self, data: Data) -> Chain:
        """Return the chain.

        Raises:
            RoutesError: there is nothing of that name; says what there is.
        """
        child, lens = self.lens.child, self.lens
        world = data.world(data.age_class(child), lens.checked)
        stage = self.stage or None
        if self.who == OWN:
            goal = find_goal(data.atlas, self.what)
            if self.way is None or goal is None:
                raise NothingToExplainError("Of one's own journey, a goal 1 to 6 is explained.")
            by = _explainer(data, child, lens)
            return explain_journey(by, self.way.journey(data.atlas), goal, stage, world)
        return explain(
            data.atlas, self.who, self.what, year=lens.year, child=child,
            checked_only=lens.checked, branch=self.way.branch or None if self.way else None,
            stage=stage, world=world,
        )  # fmt: skip


def _explainer(data: Data, child: Child, lens: Lens) -> Explainer:
    return Explainer(atlas=data.atlas, child=child, year=lens.year, checked_only=lens.checked)
