"""All that the app reads, loaded once and passed down."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import pandas as pd

import routes
from dashboard.colouring import Colouring, colourings
from dashboard.figure_colours import figure_colourings
from dashboard.figures.atlas_map import AtlasMap
from dashboard.state import ViewState
from dashboard.sureness import evidence_colourings
from routes import (
    YEARS,
    Atlas,
    Child,
    Coverage,
    Fact,
    Journey,
    LossArea,
    LossesOfYear,
    Profile,
    UnknownNameError,
    World,
    areas_on,
    losses_of,
    losses_on,
)
from routes.gaps import Gaps
from routes.keeping import gaps
from routes.kept_levels import children, differing
from routes.model import COMPANIES, ROLES, STATUSES
from routes.protection import NOT_APPLICABLE, UNKNOWN

# One character a country: 0 to 9 checked, a to j the same but not yet checked.
_LETTERS = {UNKNOWN: "u", NOT_APPLICABLE: "n"}
_UNCHECKED = "abcdefghij"
LONGEST_CODE = 40  # characters of an unknown code that are told back

Key = TypeVar("Key", bound=Hashable)
T = TypeVar("T")

if TYPE_CHECKING:
    from dashboard.editions import Editions
    from dashboard.own_view.offer import Offer
    from geodata.records.kept import KeptCounts


class Data:
    """The atlas, its colourings, and the answers that many views share, kept in memory.

    Memory is bounded: there are at most ``ages x companies x statuses x 2`` worlds.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.has_png: Callable[[], bool] = lambda: False  # pictures can be made; the app sets it
        self.origin = ""  # the site's public address, for links that leave it; the app sets it
        self.questions = ""  # where readers' questions go, see dashboard.questions; the app sets it
        self.own_offer: Offer | None = None  # to look with own facts; the app sets it
        self.home = ""  # the index of the static site that a one-file page is part of
        self.beside: Mapping[str, str] = {}  # page -> its file beside, in that static site
        self.counts: KeptCounts | None = None  # of movement records, beside the atlas; the app
        self.caches: dict[Any, Any] = {}  # answers of other modules, see dashboard.kept
        self.edition = ""  # the data version, when it is frozen
        self.editions: Editions | None = None  # of the live data: what is kept beside it
        self.colourings: dict[str, Colouring] = colourings(
            atlas.rubrics,
            (*evidence_colourings(atlas.rubrics, self.coverage_of), *figure_colourings(atlas)),
        )
        self.colours: Sequence[str] = tuple(self.colourings)
        self.route_ids: Sequence[str] = tuple(atlas.routes)
        self.iso3s: Sequence[str] = tuple(atlas.countries.index)
        self.version = atlas.data_version
        self._names = {str(iso3): str(name) for iso3, name in atlas.countries["name"].items()}
        self.world = lru_cache(maxsize=600)(self._world)
        self.coverage = lru_cache(maxsize=64)(self._coverage)
        self.packs = lru_cache(maxsize=600)(self._packs)
        self.facts_of = lru_cache(maxsize=20_000)(self._facts_of)
        self.gaps = lru_cache(maxsize=600)(self._gaps)
        self.losses = lru_cache(maxsize=600)(self._losses)
        self.loss_areas = lru_cache(maxsize=64)(self._loss_areas)
        self.flows_on = lru_cache(maxsize=200)(self._flows_on)
        self._kept = lru_cache(maxsize=64)(self._made)

    def kept(self, make: Callable[[Data, Key], T], key: Key) -> T:
        """Return what ``make`` makes of this atlas for a key; the last few are kept.

        For what page, picture and table of one view each ask for. ``key`` is compared by value.
        """
        return cast(T, self._kept(make, key))

    def _made(self, make: Callable[[Data, Any], Any], key: Hashable) -> Any:
        return make(self, key)

    def __copy__(self) -> Data:
        """Return the same data to be shown elsewhere: what modules keep may speak of the place."""
        made = object.__new__(Data)
        made.__dict__.update(self.__dict__)
        made.caches = {}
        return made

    @property
    def is_only_here(self) -> bool:
        """Whether it is the atlas with a reader's own facts that nobody else can see."""
        return self.atlas.is_only_here

    @property
    def own_said(self) -> str:
        """What every way out says of a reader's own facts; "" in the atlas itself."""
        return self.atlas.own_said

    def own_in(self, colour: str, child: Child, checked: bool, year: int) -> tuple[str, ...]:
        """Return the countries where a reader's own fact plays a part in what is coloured."""
        goal = self.colourings[colour].goal
        protection, y = self.atlas.protection, YEARS.index(year)
        if not len(self.atlas.own) or (goal is None and colour not in protection.measures):
            return ()
        if goal is None:
            at = protection.measures.index(colour)
            found = protection.own_values(child, checked_only=checked)[:, at, y]
        else:
            found = protection.own_levels(child, checked_only=checked)[:, goal - 1, y]
        return tuple(iso3 for iso3, is_own in zip(self.iso3s, found, strict=True) if is_own)

    @property
    def own_count(self) -> int:
        """How many values are a reader's own."""
        return int(self.atlas.manifest.get("own", {}).get("values", 0))

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Data:
        return cls(routes.load(folder))

    def steps_of(self, colour: str) -> Sequence[str]:
        """Return the names of a colouring's legend steps."""
        if colour not in self.colourings:
            return ()
        return tuple(step.name for step in self.colourings[colour].steps)

    def _world(self, child: Child, checked_only: bool) -> World:
        return self.atlas.world(self.age_class(child), checked_only=checked_only)

    def _coverage(self, child: Child, checked_only: bool) -> Coverage:
        """How well the questions are answered for a child of an age class."""
        world = self.world(child, checked_only)
        return self.atlas.coverage(child, checked_only=checked_only, world=world)

    def coverage_of(self, world: World) -> Coverage:
        return self.coverage(self.age_class(world.child), world.checked_only)

    def _facts_of(
        self, iso3: str, child: Child, year: int, checked_only: bool
    ) -> dict[str, tuple[Fact, ...]]:
        return self.atlas.protection.measure_answers(iso3, child, year, checked_only=checked_only)

    def _gaps(self, child: Child, year: int, checked_only: bool) -> Gaps:
        """Promise beside practice in every country; take ``only`` those wanted."""
        child = self.age_class(child)
        return gaps(
            self.atlas,
            countries=self.iso3s,
            child=child,
            year=year,
            checked_only=checked_only,
            world=self.world(child, checked_only),
            facts_of=self.facts_of,
        )

    def _losses(self, journey: Journey, year: int) -> LossesOfYear | None:
        """Deaths and disappearances on a journey in a year."""
        return losses_on(self.atlas, journey, year)

    def _loss_areas(self, route_ids: tuple[str, ...]) -> tuple[LossArea, ...]:
        """A publisher's areas on some routes, where deaths are counted."""
        return areas_on(self.atlas, route_ids)

    def losses_in_view(self, state: ViewState, year: int) -> LossesOfYear:
        """Return deaths and disappearances on the chosen routes: none where no area is on them."""
        areas = self.loss_areas(state.routes or tuple(self.route_ids))
        return losses_of(self.atlas, areas, year)

    def _flows_on(self, journey: Journey) -> pd.DataFrame:
        """Flows between the countries of a journey, every year; not to be changed in place."""
        return self.atlas.flows_on(journey)

    def behind(
        self, colouring: Colouring, iso3: str, child: Child, year: int, checked_only: bool
    ) -> tuple[Fact, ...]:
        """Return all that stands behind the value of a country in one colouring."""
        facts = self.facts_of(iso3, self.age_class(child), year, checked_only)
        wanted = colouring.measures(self.atlas.rubrics)
        of_measures = (fact for measure in wanted for fact in facts.get(measure, ()))
        return (*of_measures, *colouring.beside(iso3, year))

    def age_class(self, child: Child) -> Child:
        """Return a child of the youngest age to which the same rules apply."""
        return self.atlas.protection.age_class(child)

    def world_of(self, state: ViewState) -> World:
        return self.world(self.age_class(state.child), state.checked)

    @cached_property
    def differing(self) -> int:
        """How many levels and values the code of today would make otherwise, over all children."""
        if self.atlas.protection.kept is None:  # today's code made them
            return 0
        return sum(
            differing(self.atlas, child, checked_only=checked)
            for child in children(self.atlas.protection)
            for checked in (False, True)
        )

    def profile(self, journey: Journey, child: Child, year: int, checked: bool) -> Profile:
        """Return what a child meets on a journey, from the world kept in memory."""
        world = self.world(self.age_class(child), checked)
        return self.atlas.profile(journey, child, year, checked_only=checked, world=world)

    def name(self, iso3: str) -> str:
        return self._names[iso3]

    def known_country(self, code: str) -> str:
        """Return the code (ISO3) of a country as the atlas writes it.

        Raises:
            UnknownNameError: the atlas has no such country; it names the nearest.
        """
        iso3 = code.upper()
        if iso3 not in self._names:
            asked = code[:LONGEST_CODE]
            raise UnknownNameError("country", asked, self._names, names=self._names)
        return iso3

    def role_sets(self, state: ViewState) -> dict[str, frozenset[str]]:
        """Return role -> countries (ISO3) that have it on the chosen routes."""
        chosen = state.routes or tuple(self.atlas.routes)
        found: dict[str, set[str]] = {role: set() for role in ROLES}
        for route_id in chosen:
            for iso3, roles in self.atlas.routes[route_id].roles().items():
                for role in roles:
                    found[role].add(iso3)
        return {role: frozenset(iso3s) for role, iso3s in found.items()}

    def in_view(self, state: ViewState) -> frozenset[str]:
        """Return the countries on the chosen routes with one of the chosen roles."""
        sets = self.role_sets(state)
        return frozenset().union(*(sets[role] for role in state.roles))

    @cached_property
    def atlas_map(self) -> AtlasMap:
        return AtlasMap(self.atlas)

    @cached_property
    def catalogue(self) -> bytes:
        """Everything the browser needs once: names, routes, colourings. JSON."""
        atlas = self.atlas
        content: dict[str, Any] = {
            "years": YEARS,
            "countries": [[iso3, self.name(iso3)] for iso3 in self.iso3s],
            "ageBands": list(self.atlas.protection.age_bands),
            "routes": {
                route.route_id: {
                    "name": route.name,
                    "roles": {iso3: sorted(r) for iso3, r in route.roles().items()},
                    "box": self.atlas_map.boxes[route.route_id],
                }
                for route in atlas.routes.values()
            },
            "colourings": {
                c.colour: {
                    "label": c.label,
                    "goal": c.goal,
                    "heads": {
                        company: {
                            status: c.headline(Child(company=company, status=status))
                            for status in STATUSES
                        }
                        for company in COMPANIES
                    },
                    "steps": {
                        _LETTERS.get(step.code, str(step.code)): [step.name, step.css, step.label]
                        for step in c.steps
                    },
                }
                for c in self.colourings.values()
            },
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

    def _packs(self, name: str) -> bytes:
        """Every colouring and year for some children, as JSON: name -> colouring -> years.

        Args:
            name: ``age-company-status`` or ``age-company-status-checked`` for one child; an
                age alone for every child of that age.

        Raises:
            ValueError, RoutesError: no such child.
        """
        age, _, kind = name.partition("-")
        kinds = [kind] if kind else [
            f"{company}-{status}{checked}"
            for company in COMPANIES for status in STATUSES for checked in ("", "-checked")
        ]  # fmt: skip
        made = {f"{age}-{k}": self._pack(int(age), *k.split("-")) for k in kinds}
        return json.dumps(made, separators=(",", ":")).encode()

    def _pack(
        self, age: int, company: str, status: str, checked: str = ""
    ) -> dict[str, list[str | int]]:
        if checked not in ("", "checked"):
            raise ValueError(checked)
        child = Child(age=age, company=company, status=status)  # type: ignore[arg-type]  # it checks
        world = self.world(self.age_class(child), bool(checked))
        letters = np.full((2, 2 + len(_UNCHECKED)), "?", dtype="U1")
        for code, named_letter in enumerate(_UNCHECKED):
            letters[0, code + 2], letters[1, code + 2] = str(code), named_letter
        for code, letter in _LETTERS.items():
            letters[:, code + 2] = letter
        content: dict[str, list[str | int]] = {}
        for c in self.colourings.values():
            by_year: list[str] = []
            for year in YEARS:
                codes = c.codes(world, year).astype(np.int64) + 2
                named = c.unchecked(world, year).astype(np.int64)
                by_year.append("".join(letters[named, codes]))
            # Most values stay from one year to the next: an unchanged year is sent as 0.
            content[c.colour] = [
                0 if i and by_year[i] == by_year[i - 1] else by_year[i] for i in range(len(YEARS))
            ]
        return content
