"""Search: everything that the atlas can open, by any of its names, with typing mistakes forgiven.

The browser looks in ``index`` (see assets/search.js); the search page, which works without
script, in ``find``. Both read the same entries.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from urllib.parse import quote

import pandas as pd
from rapidfuzz import fuzz, process

from dashboard.data import Data
from dashboard.kept import kept_with_data
from dashboard.route_list import plain
from dashboard.state import link
from routes.words import count, country_in_text

# Kind -> its name over the results. The order breaks ties: what is asked for most comes first.
KINDS = {
    "country": "Countries",
    "route": "Routes",
    "page": "Pages",
    "measure": "Goals and measures",
    "place": "Places",
    "practice": "Practice",
    "brief": "Briefs",
    "commitment": "Commitments",
    "law": "Laws",
    "source": "Sources",
}
# Kind -> how much its entries count beside others with the same words.
WEIGHTS = {
    "country": 1.3,
    "route": 1.2,
    "page": 1.2,
    "measure": 1.1,
    "brief": 0.6,
    "law": 0.8,
    "source": 0.7,
}
PAGES = (
    ("Atlas", "/", "map of the world home start table chart"),
    ("Journeys", "/journeys", "list of routes corridors"),
    ("Build your own journey", "/journey/own", "builder stops"),
    ("Compare two journeys", "/compare", "comparison side by side"),
    ("What if a policy changed?", "/what-if", "levers suppose change simulate negotiation rank"),
    ("Six goals", "/goals", "where the world stands policy goals levels moved known unicef"),
    (
        "Negotiation sheet",
        "/sheet",
        "countries side by side region parties votes list routes",
    ),
    ("Data", "/data", "download csv excel geojson geopackage parquet package api dictionary"),
    ("What is known", "/data?view=coverage", "coverage matrix evidence map how sure completeness"),
    (
        "What is missing most",
        "/data?view=missing",
        "gaps unknown unchecked which fact would teach us most contribute open questions",
    ),
    ("Methods", "/methods", "rubric rules levels evidence limits how"),
    (
        "How we know",
        "/explain",
        "provenance explain chain file line row cell source prov code",
    ),
    ("Sources", "/sources", "references bibliography publishers"),
    ("Your own facts", "/own", "bring upload csv excel template add contribute private"),
)
MOST_WORDS = 8
MOST_FOUND = 60
_LEAST_ALIKE = 75  # of 100; below, two words are other words, not a mistake in typing
_SHORT = 4  # letters; a shorter word is matched by its beginning only
_NAME_COUNTS = 3.0  # how much more a word of the title says than one beside it
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be opened.

    Attributes:
        kind: one of ``KINDS``.
        line: what stands under the title.
        words: what else it is found by; not shown.
        names: its other names, each as good as the title; not shown.
    """

    kind: str
    title: str
    href: str
    line: str = ""
    words: str = ""
    names: tuple[str, ...] = ()


class Finder:
    """Everything that can be found in one atlas. Made when first asked."""

    def __init__(self, data: Data) -> None:
        self._data = data

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, by kind."""
        return tuple(_entries(self._data))

    @cached_property
    def index(self) -> bytes:
        """Return what the browser searches in, as JSON: kinds, and one row an entry."""
        rows = [
            [e.kind, e.title, e.href, e.line, e.words, " | ".join(e.names)] for e in self.entries
        ]
        content = {"kinds": KINDS, "weights": WEIGHTS, "entries": rows}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def _postings(self) -> dict[str, dict[int, float]]:
        """Word -> entry -> how much it says there."""
        found: dict[str, dict[int, float]] = defaultdict(dict)
        for number, entry in enumerate(self.entries):
            for word in _words(f"{entry.words} {entry.line}"):
                found[word].setdefault(number, 1.0)
            for name in (*entry.names, entry.title):
                words = _words(name)
                for word in words:  # a short name that is the word says more than a long one
                    found[word][number] = _NAME_COUNTS * (1 + 1 / len(words))
        return dict(found)

    def find(self, asked: str) -> list[Entry]:
        """Return the entries that fit best, at most ``MOST_FOUND``, best first.

        Every word must be found, by its beginning or with a mistake; when no entry has all of
        them, those with the most.
        """
        scores: dict[int, float] = defaultdict(float)
        hits: dict[int, int] = defaultdict(int)
        for word in _words(asked)[:MOST_WORDS]:
            for number, score in self._of_word(word).items():
                scores[number] += score * WEIGHTS.get(self.entries[number].kind, 1.0)
                hits[number] += 1
        if not hits:
            return []
        most = max(hits.values())
        order = list(KINDS)
        best = sorted(
            (number for number, n in hits.items() if n == most),
            key=lambda n: (-round(scores[n], 1), order.index(self.entries[n].kind), n),
        )
        return [self.entries[number] for number in best[:MOST_FOUND]]

    def _of_word(self, word: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for term, alike in self._alike(word):
            for number, says in self._postings[term].items():
                found[number] = max(found.get(number, 0.0), alike * says)
        rare = math.log(1 + len(self.entries) / max(1, len(found)))
        return {number: says * rare for number, says in found.items()}

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the words of the index that a typed word may mean, each with its likeness."""
        if len(word) >= _SHORT:
            for term, score, _ in process.extract(
                word, self._postings.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=20
            ):
                yield term, 0.6 * (score / 100) ** 2 if term != word else 1.0
        elif word in self._postings:
            yield word, 1.0
        for term in self._postings:
            if term.startswith(word) and term != word:
                yield term, 0.75


@kept_with_data(1)
def finder_of(data: Data) -> Finder:
    """Return the finder of an atlas; it keeps what it has made."""
    return Finder(data)


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def _entries(data: Data) -> Iterator[Entry]:
    yield from _countries(data)
    yield from _routes(data)
    yield from (Entry("page", title, href, "", words) for title, href, words in PAGES)
    for colouring in data.colourings.values():
        yield Entry(
            "measure", colouring.label, link("/", [("colour", colouring.colour)]),
            f"Map of the world: {colouring.heading.lower()}", colouring.meaning,
        )  # fmt: skip
    for goal in data.atlas.rubrics.goals.values():
        yield Entry(
            "measure", f"Goal {goal.goal}: {goal.title}", f"/goals/{goal.goal}",
            "What it asks, and where the world stands", f"{goal.short} {goal.question}",
        )  # fmt: skip
    yield from _places(data)
    yield from _briefs(data)
    yield from _laws(data)
    for source in data.atlas.sources.itertuples(index=False):
        year = "" if pd.isna(source.year) else f", {int(source.year)}"
        href = f"/sources#{quote(str(source.source_id))}"
        yield Entry("source", str(source.title), href, f"{source.publisher}{year}")


def _countries(data: Data) -> Iterator[Entry]:
    aliases: dict[str, list[str]] = defaultdict(list)
    text = files("geodata").joinpath("country_aliases.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        aliases[row["iso3"]].append(row["alias"])
    for country in data.atlas.countries.itertuples(index=False):
        others = (country.iso3, country.name_fr, country.name_es, country.name_ar)
        names = dict.fromkeys(str(n) for n in (*others, *aliases[country.iso3]) if not pd.isna(n))
        through = len(data.atlas.routes_through(country.iso3))
        line = f"On {count(through, 'route')}" if through else "On none of the routes"
        href = f"/country/{country.iso3}"
        yield Entry("country", country.name, href, line, country.un_subregion or "", tuple(names))


def _routes(data: Data) -> Iterator[Entry]:
    for route in data.atlas.routes.values():
        names = (data.name(iso3) for iso3 in route.roles())
        branches = " ".join(j.name for j in route.journeys)
        yield Entry(
            "route", route.name, f"/journey/{route.route_id}", route.region,
            f"{branches} {' '.join(names)}",
        )  # fmt: skip


def _places(data: Data) -> Iterator[Entry]:
    on: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for route in data.atlas.routes.values():
        for journey in route.journeys:
            for stage in journey.stages:
                on[stage.place, stage.iso3][route.route_id] = route.name
    for (place, iso3), routes in sorted(on.items()):
        country = data.name(iso3)
        if place == country:
            continue
        line = f"{country}: on {_and(routes.values())}"
        yield Entry("place", place, f"/journey/{next(iter(routes))}", line)


def _briefs(data: Data) -> Iterator[Entry]:
    """Yield the briefs of countries on a route and of routes; other countries link to theirs."""
    line = "Two pages to print or take home"
    for iso3 in data.iso3s:
        if data.atlas.routes_through(iso3):
            name = country_in_text(iso3, data.name(iso3))
            yield Entry("brief", f"Brief for {name}", f"/brief/country/{iso3}", line, iso3)
    for route in data.atlas.routes.values():
        href = f"/brief/journey/{route.route_id}"
        yield Entry("brief", f"Brief: {route.name}", href, line, route.region)


def _laws(data: Data) -> Iterator[Entry]:
    facts = data.atlas.protection.facts
    named = facts[facts["legal_basis"].fillna("") != ""]
    for (law, iso3), rows in named.groupby(["legal_basis", "iso3"], sort=True):
        measures = list(dict.fromkeys(rows["measure"]))
        labels = (data.atlas.rubrics.measures[measure].label for measure in measures)
        line = f"{data.name(iso3)}: {_and(labels)}"
        yield Entry("law", str(law), f"/country/{iso3}#facts-{measures[0]}", line)


def _and(items: Iterable[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def by_kind(found: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the entries under their kinds; the kind of the best entry comes first."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.kind, []).append(entry)
    return groups
