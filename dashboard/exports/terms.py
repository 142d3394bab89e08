"""What goes with every file: which data it is, under which terms, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass

LICENCE_NAME = "CC-BY-4.0"
LICENCE_SHORT = "CC BY 4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
TITLE = "Childways: an atlas of child journeys and protections"
DISCLAIMER = (
    "The boundaries and names shown and the designations used do not imply official endorsement "
    "or acceptance by the United Nations."
)
MAP_DISCLAIMER = (
    "The boundaries and names shown and the designations used on this map do not imply official "
    "endorsement or acceptance by the United Nations."
)
LICENCE_OF_ANSWERS = (
    f"{LICENCE_SHORT} ({LICENCE_URL}) for the coding and the sentences; each source keeps its own "
    "terms"
)


def version_and_terms(
    version: str, *, date: str = "", is_frozen: bool = False, own: str = ""
) -> str:
    """Return the words that go with every view: whose it is, which data, under which terms.

    Args:
        date: of the data, YYYY-MM-DD; left out when "".
        own: what is said of a reader's own facts in it, see ``Data.own_said``.
    """
    in_words = version_in_words(version, date, is_frozen=is_frozen, own=own)
    return f"Childways, {in_words}, {LICENCE_SHORT}."


def version_in_words(
    version: str, date: str = "", *, is_frozen: bool = False, own: str = ""
) -> str:
    """Return a data version: ``data version 0123456789ab of 2026-11-25, frozen``."""
    of = f" of {date}" if date else ""
    with_own = f", {own}" if own else ""
    return f"data version {version}{of}{with_own}{', frozen' if is_frozen else ''}"


def cite_data(version: str, own: str = "") -> str:
    """Return how data of a version are cited, up to where they were found."""
    return f"The Childways contributors. {TITLE}. Data version {version}{own and ', '}{own}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The terms of one part of the data; DATA_LICENCES.md has the same parts."""

    what: str
    origin: str
    terms: str

    def __str__(self) -> str:
        return f"{self.what} ({self.origin}): {self.terms}."


OURS = Term(
    what="Curated facts: our sentences, our coding, our compilation",
    origin="Childways",
    terms=f"{LICENCE_SHORT}, cite Childways and the fact's own source",
)
RESTS_ON = Term(
    what="What the facts rest on",
    origin="the table of sources",
    terms="each source's own; its column licence where it is known",
)
TIERS = Term(
    what="Trafficking in Persons Report tiers",
    origin="US Department of State",
    terms="work of the US government",
)
TREATIES = Term(
    what="Treaty status",
    origin="United Nations Treaty Collection, ILO NORMLEX, HCCH",
    terms="facts as published; cite the collection",
)
VOTES = Term(
    what="Votes on the two Compacts",
    origin="UN General Assembly roll calls, after the UN votes data of Erik Voeten and others",
    terms="cite both",
)
SHAPES = Term(
    what="Country shapes",
    origin="UN geodata as carried by plotly.js 4.1.1, simplified",
    terms=f"plotly.js is under the MIT licence. {DISCLAIMER.removesuffix('.')}",
)
NAMES = Term(
    what="Country names",
    origin="after UN short names and Unicode CLDR",
    terms="Unicode licence for CLDR",
)
FIGURES = Term(
    what="Official figures",
    origin="UNHCR, IOM, World Bank, INFORM, IDMC, UCDP, Gapminder after UNESCO",
    terms="each publisher's own, mostly CC BY 4.0; the column licence of snapshots",
)
ALL_TERMS = (OURS, RESTS_ON, TIERS, TREATIES, VOTES, SHAPES, NAMES, FIGURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which data a file holds.

    Attributes:
        newest_source_year: year of the newest source behind it.
        levels_year: the year that the table of levels is for.
        own: what is said of a reader's own facts in it, see ``Data.own_said``.
    """

    data_version: str
    newest_source_year: int
    levels_year: int
    own: str = ""

    @property
    def date_of_data(self) -> str:
        return f"sources up to {self.newest_source_year}, levels for {self.levels_year}"

    @property
    def citation(self) -> str:
        return (
            f"{cite_data(self.data_version, self.own).removesuffix('.')} ({self.date_of_data}). "
            f"{LICENCE_TITLE}."
        )
