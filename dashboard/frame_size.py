"""How tall the frame of an embed must be, where no script can tell: from what the view shows.

A view is lower in a wide column than in a narrow one, but for maps. So a frame gets the height
of a usual column, grows little beyond it, and in a narrow column keeps it, up to a phone's screen.
The heights were measured in Chromium; a view that is taller than its frame scrolls in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.data import Data
from dashboard.said import opened
from dashboard.sheet_state import SheetState
from dashboard.state import from_query
from dashboard.ways import CompareState, JourneyState, Way
from dashboard.what_if_state import WhatIfState
from routes import RoutesError

COLUMN_WIDTH = 700  # pixels
SHORTEST, TALLEST = 420, 1800
SCREEN = 900  # pixels; a taller frame holds a reader's finger on a phone
USUAL = 1170  # of a view that is a list, and scrolls
SOURCES = 34  # of the line that opens a view's sources
TURNED = 860  # of a journey whose goals run down, as they do in a wide column


@dataclass(frozen=True, slots=True)
class FrameSize:
    """Pixels: in a column of ``COLUMN_WIDTH``, at least, at most."""

    height: int
    least: int
    most: int

    @property
    def aspect(self) -> float:
        return round(COLUMN_WIDTH / self.height, 3)

    def at(self, width: int) -> int:
        """Return the height in a column of this width."""
        return min(max(round(width / self.aspect), self.least), self.most)

    def within(self, most: int) -> FrameSize:
        """Return the size of a frame that may be no taller."""
        return FrameSize(self.height, min(self.least, most), min(self.most, most))


def frame_size(data: Data, frame: str) -> FrameSize:
    """Return the size for an embed's address, with or without the site before it."""
    path, _, query = frame.partition("/embed/")[2].partition("?")
    kind, _, name = path.strip("/").partition("/")
    try:
        tall = HEIGHTS[kind](data, name, query) + (0 if kind == "brief" else SOURCES)
    except RoutesError:  # the frame will say what is wrong
        tall = SHORTEST
    height = max(SHORTEST, min(tall, TALLEST))
    most = round(1.1 * height)
    if kind in ("journey", "compare"):
        most = max(most, TURNED)
    return FrameSize(height, min(height, SCREEN), most)


def _map(data: Data, _name: str, query: str) -> int:
    return 1000 if "deaths" in from_query(query, data)[0].marks else 820


def _table(data: Data, _name: str, query: str) -> int:
    state = from_query(query, data)[0]
    return min(630, 180 + 90 * len(data.in_view(state))) + 360 * ("deaths" in state.marks)


def _stages(data: Data, way: Way) -> int:
    return len(way.journey(data.atlas).stages)


def _journey(data: Data, name: str, query: str) -> int:
    way = JourneyState.read(data.atlas, name, query)[0].way
    told = 70 if way.route else 0  # deaths, and how it goes from place to place
    return 410 + 84 * _stages(data, way) + told


def _labels(data: Data, name: str, query: str) -> int:
    JourneyState.read(data.atlas, name, query)[0].way.journey(data.atlas)
    return 720


def _compare(data: Data, _name: str, query: str) -> int:
    state = opened(data, CompareState.read(query)[0])
    return 540 + 98 * (_stages(data, state.a) + _stages(data, state.b))


def _goals(_data: Data, name: str, _query: str) -> int:
    return (570 if name.strip("/") == "5" else 830) if name else TALLEST


def _sheet(data: Data, _name: str, query: str) -> int:
    state = SheetState.read(data, query)[0]
    row = 50 if state.goal else 70
    return 350 + row * len(state.iso3s(data))


def _practice(_data: Data, name: str, _query: str) -> int:
    return 1060 if name else USUAL


def _what_if(data: Data, _name: str, query: str) -> int:
    state = WhatIfState.read(data, query)[0]
    return USUAL if state.changes else 860


def _of(height: int) -> Callable[[Data, str, str], int]:
    return lambda _data, _name, _query: height


HEIGHTS: dict[str, Callable[[Data, str, str], int]] = {
    "map": _map,
    "table": _table,
    "journey": _journey,
    "labels": _labels,
    "compare": _compare,
    "country": _of(730),
    "what-if": _what_if,
    "gaps": _of(1260),
    "goals": _goals,
    "coverage": _of(880),
    "sheet": _sheet,
    "timeline": _of(USUAL),
    "practice": _practice,
    "brief": _of(USUAL),
}
