"""The choices of the negotiation sheet, to and from the URL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.data import Data
from dashboard.promise_state import changed_lens
from dashboard.state import Lens, Query, link
from routes import GOALS, MOST_COUNTRIES, Sheet, SheetRow
from routes.country_names import Mistake
from routes.model import ROLES
from routes.words import count

PATH = "/sheet"
LONGEST_PASTE = 2000
COUNTRY, WEAKEST = "country", "weakest"
SORTS = (COUNTRY, WEAKEST, *(f"goal-{goal}" for goal in GOALS))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetState:
    """One sheet.

    Attributes:
        of: key of a set of countries, see ``routes.country_sets``; "" is none.
        countries: more countries (ISO3), in the order of the atlas.
        roles: only countries with one of these; all three leave out nobody.
        goal: the only one shown, 1 to 6; 0 is all six.
        sort: ``country``, ``weakest`` or ``goal-1`` to ``goal-6``: the lowest level first.
    """

    of: str = ""
    countries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ROLES
    goal: int = 0
    sort: str = COUNTRY
    lens: Lens = field(default_factory=Lens)

    @classmethod
    def read(
        cls, data: Data, query: str
    ) -> tuple[SheetState, tuple[str, ...], tuple[Mistake, ...]]:
        """Return the view, a sentence for each value dropped, and what of a list named nobody."""
        read = Query(query)
        of = read.one_of("of", data.atlas.country_sets, "")
        named = read.some_of("countries", data.iso3s)
        pasted = data.atlas.read_countries(_pasted(read))
        state = cls(
            of=of,
            countries=tuple(i for i in data.iso3s if i in named or i in pasted.iso3s),
            roles=read.some_of("roles", ROLES) or ROLES,
            goal=read.whole("goal", GOALS, 0),
            sort=read.one_of("sort", SORTS, COUNTRY),
            lens=Lens.read(read),
        )
        if len(state.countries) > MOST_COUNTRIES:
            read.dropped.append(f"A sheet has at most {MOST_COUNTRIES} countries; the rest is left "
                                "out.")  # fmt: skip
            state = replace(state, countries=state.countries[:MOST_COUNTRIES])
        return state, read.close(), pasted.mistakes

    def href(self, **changes: Any) -> str:
        """Return the link to this sheet with some choices changed; ``child`` and the like too."""
        lens = changed_lens(self.lens, changes)
        return link(PATH, replace(self, lens=lens, **changes).pairs())

    def pairs(self) -> list[tuple[str, str]]:
        return [
            ("of", self.of),
            ("countries", ",".join(self.countries)),
            ("roles", "" if self.roles == ROLES else ",".join(self.roles)),
            ("goal", str(self.goal) if self.goal else ""),
            ("sort", "" if self.sort == COUNTRY else self.sort),
            *self.lens.pairs(),
        ]

    def iso3s(self, data: Data) -> tuple[str, ...]:
        """Return the countries on the sheet: those of the set and those named, at most 200."""
        if not self.of:
            return self.countries
        world = data.world(data.age_class(self.lens.child), self.lens.checked)
        inside = data.atlas.countries_of_set(self.of, year=self.lens.year, world=world)
        both = (i for i in data.iso3s if i in inside or i in self.countries)
        return tuple(both)[:MOST_COUNTRIES]

    def made(self, data: Data) -> Sheet:
        """Return the sheet with all its countries, whatever roles are shown."""
        same = SheetState(of=self.of, countries=self.countries, lens=self.lens)
        return data.kept(_sheet, same)

    def rows(self, sheet: Sheet) -> list[SheetRow]:
        """Return the rows shown, in the order of the view; what is not known comes last."""
        shown = sheet.rows if self.roles == ROLES else sheet.only(self.roles).rows  # type: ignore[arg-type]  # they are roles
        if self.sort == COUNTRY:
            return list(shown)

        def level(row: SheetRow) -> int:
            if self.sort == WEAKEST:
                found = row.weakest
            else:
                found = row.cell(int(self.sort.removeprefix("goal-"))).level
            return 9 if found is None else found

        return sorted(shown, key=level)

    @property
    def goals(self) -> tuple[int, ...]:
        """The goals that are shown."""
        return (self.goal,) if self.goal else GOALS

    def set_words(self, data: Data, number: int) -> str:
        """Return which countries these are: 18 countries, Western Balkans."""
        told = count(number, "country", "countries")
        if not self.of:
            return told
        label = data.atlas.country_sets[self.of].label
        inside = replace(self, countries=()).iso3s(data)
        more = " and others" if set(self.countries) - set(inside) else ""
        return f"{told}, {label}{more}"


def _sheet(data: Data, state: SheetState) -> Sheet:
    lens = state.lens
    child = data.age_class(lens.child)
    return data.atlas.sheet(
        state.iso3s(data),
        child=child,
        year=lens.year,
        checked_only=lens.checked,
        world=data.world(child, lens.checked),
        gaps=data.gaps(child, lens.year, lens.checked),
    )


def _pasted(read: Query) -> str:
    """Take the pasted list; its lines tell countries apart, so they are kept as semicolons."""
    text = ";".join(read.many("paste")[:1])
    if len(text) > LONGEST_PASTE:
        read.dropped.append(f"The list was cut to {LONGEST_PASTE} characters.")
    return text[:LONGEST_PASTE]
