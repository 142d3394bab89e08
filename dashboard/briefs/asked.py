"""An address of a brief -> the brief, and what goes with every rendering of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.data import Data
from dashboard.exports.terms import LICENCE_SHORT, version_in_words
from dashboard.frozen import EDITION, frozen_address, with_pair
from dashboard.state import Lens, link
from dashboard.ways import OWN, JourneyState, PlainState, Way
from routes import Child, Journey, UnknownNameError
from routes.briefs import Brief, Seen, country_brief, journey_brief

KINDS = ("country", "journey")
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRequest:
    """Which brief.

    Attributes:
        way: of a journey; None for a country.
        iso3: of a country; "" for a journey.
    """

    iso3: str = ""
    way: Way | None = None
    lens: Lens

    @classmethod
    def read(cls, data: Data, rest: str, query: str) -> tuple[BriefRequest, tuple[str, ...]]:
        """Read ``/brief/<rest>?<query>``; also what of the query could not be used.

        Raises:
            UnknownNameError: there is no such kind, country or route.
        """
        kind, _, name = rest.strip("/").partition("/")
        name = name.strip("/")[:LONGEST_NAME]
        if kind == "country":
            iso3 = name.upper()
            if iso3 not in data.iso3s:
                names = {code: data.name(code) for code in data.iso3s}
                raise UnknownNameError("country", name, names, names=names)
            plain, dropped = PlainState.read("", query)
            return cls(iso3=iso3, lens=plain.lens), dropped
        if kind == "journey":
            state, dropped = JourneyState.read(data.atlas, name or OWN, query)
            return cls(way=state.way, lens=state.lens), dropped
        raise UnknownNameError("kind of brief", kind[:LONGEST_NAME], KINDS)

    @property
    def rest(self) -> str:
        """What stands after ``/brief/``, without query."""
        if self.way is None:
            return f"country/{self.iso3}"
        return self.way.path.removeprefix("/")

    def href(
        self, *, child: Child | None = None, year: int | None = None,
        checked: bool | None = None, form: str = "",
    ) -> str:  # fmt: skip
        """Return the address with another child, year or ``checked``, or of a file."""
        lens = Lens(
            child=self.lens.child if child is None else child,
            year=self.lens.year if year is None else year,
            checked=self.lens.checked if checked is None else checked,
        )
        pairs: Sequence[tuple[str, str]] = self.way.pairs() if self.way else ()
        path = f"/brief-file/{form}/{self.rest}" if form else f"/brief/{self.rest}"
        return link(path, [*pairs, *lens.pairs()])

    @property
    def page(self) -> str:
        """The address of the live page that it is a brief of."""
        pairs: Sequence[tuple[str, str]] = self.way.pairs() if self.way else ()
        return link(f"/{self.rest}", [*pairs, *self.lens.pairs()])


@dataclass(frozen=True, kw_only=True)
class Made:
    """A brief with what its renderings carry.

    Attributes:
        journey: of a brief on a journey.
        back: whole address of the brief on the site, with the edition where it is frozen.
        origin: the site's public address.
    """

    request: BriefRequest
    brief: Brief
    journey: Journey | None
    back: str
    origin: str
    is_frozen: bool

    @property
    def terms(self) -> str:
        """Data version, its day, licence."""
        version = version_in_words(
            self.brief.data_version,
            self.brief.date,
            is_frozen=self.is_frozen,
            own=self.brief.own,
        )
        checked = " Checked sources only." if self.brief.checked_only else ""
        return (
            f"Childways, {version}.{checked} {LICENCE_SHORT} for text and coding; each source "
            "keeps its own terms."
        )

    @property
    def heading(self) -> str:
        return f"Brief: {self.brief.title}"

    @property
    def picture_words(self) -> str:
        """The picture in words, as its alternative text and where it can't be shown."""
        what = "Levels for six goals, and detention of children over the years"
        if self.journey is not None:
            stages = ", ".join(f"{stage.order} {stage.place}" for stage in self.journey.stages)
            what = f"Map of the way and the level of each goal at each stage ({stages})"
        return f"{what}: {self.brief.title}, {self.brief.year}. The text tells the same."

    @property
    def picture_address(self) -> str:
        """Whole address of the picture on the site."""
        address = self.request.href(form="svg")
        if self.is_frozen:
            address = frozen_address(address, self.brief.data_version)
        return self.origin + address

    def file_name(self, form: str) -> str:
        """Return a plain name for a file."""
        key = self.brief.key or OWN
        if self.request.way is not None and self.request.way.branch:
            key += f"-{self.request.way.branch}"
        key = "".join(c for c in key if c.isascii() and (c.isalnum() or c == "-"))
        return f"childways-brief-{key}-{self.brief.year}.{form}"

    def source_link(self, number: int) -> str:
        """Return where a footnote's source can be seen: at its publisher's, else on the site."""
        note = self.brief.footnotes[number - 1]
        if note.url.startswith(("https://", "http://")):
            return note.url
        address = f"/sources#{note.source_id}" if note.source_id else "/methods"
        if self.is_frozen:
            address = with_pair(address, EDITION, self.brief.data_version)
        return self.origin + address


def make(data: Data, request: BriefRequest) -> Made:
    """Return the brief that is asked for.

    Raises:
        RoutesError: there is no such country or journey.
    """
    lens = request.lens
    child = data.age_class(lens.child)
    seen = Seen(
        atlas=data.atlas,
        child=lens.child,
        year=lens.year,
        checked_only=lens.checked,
        given_world=data.world(child, lens.checked),
        every_gap=data.gaps(child, lens.year, lens.checked),
        facts_of=lambda iso3, child, year, checked: data.facts_of(
            iso3, data.age_class(child), year, checked
        ),
    )
    journey = None if request.way is None else request.way.journey(data.atlas)
    brief = country_brief(seen, request.iso3) if journey is None else journey_brief(seen, journey)
    back = request.href()
    if data.edition:
        back = frozen_address(back, data.edition)
    return Made(
        request=request,
        brief=brief,
        journey=journey,
        back=data.origin + back,
        origin=data.origin,
        is_frozen=bool(data.edition),
    )
