"""The view that is shared, as every section of Share sees it."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.data import Data
from dashboard.embeds_of import embed_address


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedView:
    """One view to share.

    Attributes:
        title: of the view.
        line: what it shows, in a sentence.
        address: on this site, with its query.
    """

    data: Data
    title: str
    line: str
    address: str

    @property
    def link(self) -> str:
        """The whole address, for other places."""
        return self.data.origin + self.address

    @property
    def frame(self) -> str:
        """The address of its embed on this site; "" when it has none."""
        return embed_address(self.address)

    @property
    def rest(self) -> str:
        """What stands after ``/embed/``, ``/picture/png/``, ``/file/``: kind, name and query."""
        return self.frame.removeprefix("/embed/")
