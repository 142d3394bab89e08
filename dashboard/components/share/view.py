"""The view that is shared, as every section of Share sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from dashboard.data import Data
from dashboard.embeds_of import embed_address, table_rest
from dashboard.frozen import CITED, frozen_address, with_pair
from dashboard.pictures.compose import words_of
from dashboard.pictures.of import picture_address, picture_rest


class Dated(TypedDict):
    """What citations say of the data beside its version."""

    date: str
    is_frozen: bool
    own: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedView:
    """One view to share.

    Attributes:
        title: of the view.
        line: what it shows, in a sentence.
        address: on this site, with its query.
        is_frozen: its links name the data version and show the same figures for ever.
    """

    data: Data
    title: str
    line: str
    address: str
    is_frozen: bool = False

    @property
    def as_frozen(self) -> SharedView:
        """The same view, frozen at the data version that is shown."""
        address = frozen_address(self.address, self.data.version)
        return replace(self, address=address, is_frozen=True)

    @property
    def link(self) -> str:
        """The whole address, for other places."""
        return self.data.origin + self.address

    @property
    def cited_link(self) -> str:
        """The whole address for a text that stays: a live one says later what has changed."""
        return self.data.origin + self._cited(self.address)

    @property
    def cited_frame(self) -> str:
        """The address of the embed for a text that stays; "" when there is none."""
        return self._cited(self.frame) if self.frame else ""

    def _cited(self, address: str) -> str:
        is_plain = self.is_frozen or self.data.is_only_here  # nobody could compare with hers later
        return address if is_plain else with_pair(address, CITED, self.data.version)

    @property
    def dated(self) -> Dated:
        """The day of the data, for citations."""
        return {
            "date": self.data.atlas.date,
            "is_frozen": self.is_frozen,
            "own": self.data.own_said,
        }

    @property
    def frame(self) -> str:
        """The address of its embed on this site; "" when it has none."""
        return embed_address(self.address)

    @property
    def alt(self) -> str:
        """The picture of the view in words; "" when it has none."""
        rest = picture_rest(self.address)
        return words_of(self.data, rest)[2] if rest else ""

    @property
    def picture(self) -> str:
        """The whole address of a picture for a text that stays, in the form that can be made."""
        form = "png" if self.data.has_png() else "svg"
        address = picture_address(self.address, form, size="column", scale="2")
        return self.data.origin + address if self.alt else ""

    @property
    def rest(self) -> str:
        """What stands after ``/table/csv/`` and ``/file/``: kind, name and query."""
        return table_rest(self.address)
