"""``view``: an address of the atlas as a Plotly figure, for notebooks and Quarto.

The numbers are those that ``/api/v1/views`` gives for the same address; the words are the page's.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

import pandas as pd
import plotly.graph_objects as go

from dashboard.address import Address, AddressError, parse
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.api.problems import ProblemError
from dashboard.api.views import find
from dashboard.config import Config
from dashboard.data import Data
from dashboard.drawings import DRAWINGS, Drawn
from dashboard.exports.terms import LICENCE_SHORT, version_and_terms
from dashboard.figures.look import framed
from routes import Child

MOST_NAMED = 6  # sources named in a caption; the others are in ``sources``


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a figure shows and where it comes from.

    Attributes:
        line: what it shows, in a sentence.
        caption: the paragraphs under the figure.
        legend: label -> CSS class of each step; ``u`` is not known.
        link: the same view on the site; a path when the site's address is not known.
        data_version: of the atlas that the numbers are from.
        dropped: a sentence for each part of the address that could not be used.
    """

    address: str
    title: str
    line: str
    caption: tuple[str, ...]
    legend: dict[str, str]
    child: Child
    year: int
    link: str
    data_version: str
    dropped: tuple[str, ...]
    sources: pd.DataFrame = field(repr=False)
    data_table: pd.DataFrame = field(repr=False)


class View(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A Plotly figure that knows what it shows: ``about``, ``data_table`` and ``sources``."""

    about: About | None = None

    @property
    def data_table(self) -> pd.DataFrame:
        """The numbers of the figure, a row each, as the API gives them."""
        return self._told.data_table

    @property
    def sources(self) -> pd.DataFrame:
        """The publications behind the numbers: source_id, publisher, title, year, url, licence."""
        return self._told.sources

    @property
    def alt(self) -> str:
        """The view in words, for those who can't see it."""
        return f"{self._told.title}. {self._told.line}"

    @property
    def _told(self) -> About:
        if self.about is None:
            raise AttributeError("This figure was not made by dashboard.view.")
        return self.about


def view(address: str = "/", *, data: Data | None = None) -> View:
    """Return a view of the atlas as a Plotly figure.

    Args:
        address: any address of the site: a full link, a path or a query alone; of a page, an
            embed, a picture or a table. ``theme=dark`` draws on a dark ground.
        data: the atlas to draw from; the one built last when None (``CHILDWAYS_BUILT``).

    Raises:
        ValueError: no view answers there; says what is wrong and what is near it.

    A part of the query that can't be used is told as a warning and in ``about.dropped``.
    """
    asked = parse(address)
    config = Config.from_env(os.environ)
    content = Content(data or _data(str(config.built or "")))
    site = config.origin or asked.origin
    if asked.origin not in ("", site):
        raise AddressError(f"{asked.origin} is not the site of CHILDWAYS_ORIGIN, {site}.")
    if asked.kind not in DRAWINGS:
        raise AddressError(_no_figure(asked))
    found = _found(content, asked)
    mode = "dark" if asked.looks.get("theme") == "dark" else "light"
    drawn = DRAWINGS[asked.kind](content, asked, found, mode)
    dropped = (*found.dropped, *_of_edition(asked, content.data.version))
    for sentence in dropped:
        warnings.warn(sentence, UserWarning, stacklevel=2)
    return _finished(content, drawn, address, site, dropped, mode)


def _no_figure(asked: Address) -> str:
    """Say why there is no figure at an address, and what to send instead."""
    if asked.kind == "practice":
        return (
            "No figure is made of practice: what was done, and what came of it, are words. "
            f"/api/v1/views?url={quote(_page(asked))} has them."
        )
    return (
        f"No figure is made of {asked.page!r}. Send the address of the atlas (/), of a journey "
        "(/journey/...), a comparison (/compare?...), a country (/country/...), the goals "
        "(/goals), a sheet (/sheet?...), a what-if (/what-if?change=...), the commitments "
        "(/commitments), the timeline (/timeline) or what is known (/data?view=coverage). The "
        "numbers of others are at /api/v1/views?url=..."
    )


def _page(asked: Address) -> str:
    return asked.page + (f"?{asked.query}" if asked.query else "")


def _found(content: Content, asked: Address) -> Found:
    """Return the numbers behind a view.

    Raises:
        AddressError: there is no such page.
    """
    try:
        return find(content, _page(asked), "")
    except ProblemError as error:
        raise AddressError(error.detail) from error


def _of_edition(asked: Address, version: str) -> tuple[str, ...]:
    """Say when the address names another data version than the one at hand."""
    edition = asked.looks.get("edition", "")
    if edition in ("", version):
        return ()
    return (
        f"The address asks for data version {edition[:40]}; this is {version}, so its numbers may "
        "differ.",
    )


def _finished(
    content: Content, drawn: Drawn, address: str, site: str, dropped: tuple[str, ...], mode: str
) -> View:
    data, lens = content.data, drawn.lens
    sources = _sources(content, drawn.source_ids)
    link = site + drawn.href
    caption = (
        *drawn.notes,
        _named(sources),
        f"{version_and_terms(data.version, own=data.own_said)} {'' if site else link}".strip(),
    )
    legend = drawn.legend
    framed(
        drawn.figure, title=drawn.title, line=drawn.line, caption=caption, legend=legend,
        above=drawn.above,
        body=drawn.body, below=drawn.below, link=link if site else "", mode=mode,
    )  # fmt: skip
    made = View(drawn.figure)
    made.layout.meta = {"address": link, "data_version": data.version, "licence": LICENCE_SHORT}
    made.about = About(
        address=address,
        title=drawn.title,
        line=drawn.line,
        caption=caption,
        legend=dict(legend),
        child=lens.child,
        year=lens.year,
        link=link,
        data_version=data.version,
        dropped=dropped,
        sources=sources,
        data_table=drawn.table,
    )
    return made


def _sources(content: Content, source_ids: tuple[str, ...]) -> pd.DataFrame:
    table = content.data.atlas.sources
    columns = ["source_id", "publisher", "title", "year", "url", "licence"]
    kept = list(dict.fromkeys(one for one in source_ids if one in table.index))
    return table.loc[kept, columns].reset_index(drop=True)


def _named(sources: pd.DataFrame) -> str:
    """Name the publishers of the sources, most used first, and say how many there are."""
    if sources.empty:
        return "No sourced fact speaks of this."
    publishers = sources["publisher"].value_counts(sort=True)
    named = ", ".join(str(name) for name in publishers.index[:MOST_NAMED])
    more = len(publishers) - MOST_NAMED
    others = f" and {more} more" if more > 0 else ""
    count = f"{len(sources)} source{'' if len(sources) == 1 else 's'}"
    return f"From {count}, of {named}{others}; each value’s own at the link."


@lru_cache(maxsize=2)
def _data(built: str) -> Data:
    return Data.load(built or None)
