"""Which picture is asked for: its view, form, size. Everything in it is bounded here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote, urlencode

Form = Literal["png", "svg", "pdf"]
Theme = Literal["light", "dark"]

FORMS: tuple[Form, ...] = ("png", "svg", "pdf")
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
)
KINDS = (
    "map", "chart", "journey", "labels", "compare", "country", "gaps", "goals", "sheet", "what-if",
    "coverage", "timeline", "practice",
)  # fmt: skip
THEMES: tuple[Theme, ...] = ("light", "dark")
SCALES = ("1", "2", "3", "4")
LONGEST_NAME = 200
LONGEST_QUERY = 4000


class PictureError(Exception):
    """A picture that can't be had; the message says why and what to do."""


class AskedWronglyError(PictureError):
    """A size, scale, form or theme that there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One of the set sizes, in CSS pixels; PNG at scale 1 has as many.

    Attributes:
        height: 0 is as tall as the view needs.
        em: the size of its running text.
    """

    label: str
    width: int
    height: int
    em: float


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "slide": Size(label="Slide, 16:9", width=1280, height=720, em=15),
        "column": Size(label="Column of a report", width=640, height=0, em=13),
        "page": Size(label="Full page, A4", width=794, height=1123, em=13),
        "card": Size(label="Social card", width=1200, height=630, em=17),
    }
)
_OURS = ("size", "scale", "theme")
_OF_THE_FRAME = ("lang",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRequest:
    """One picture of one view.

    Attributes:
        kind: one of ``KINDS``, as in ``/embed/<kind>``.
        name: what follows the kind in the address: a route, ``own``, a country's code, a goal,
            a practice; "" for none.
        query: the view's own query, without ``?``.
        size: one of ``SIZES``.
        scale: of a PNG, 1 to 4 pixels a CSS pixel; without effect on SVG and PDF.
    """

    form: Form
    kind: str
    name: str = ""
    query: str = ""
    size: str = "slide"
    scale: int = 1
    theme: Theme = "light"

    @classmethod
    def read(cls, form: str, rest: str, query: str) -> PictureRequest:
        """Read ``/picture/<form>/<rest>?<query>``.

        Args:
            rest: kind and name, percent-encoded or not.
            query: the view's query with ``size``, ``scale`` and ``theme`` in any order.

        Raises:
            AskedWronglyError: names the value found and what it takes.
        """
        kind, _, name = unquote(rest).strip("/").partition("/")
        query = query.removeprefix("?")
        if len(query) > LONGEST_QUERY or len(name) > LONGEST_NAME:
            raise AskedWronglyError(
                f"The address is too long: a name may have {LONGEST_NAME} characters, a query "
                f"{LONGEST_QUERY}."
            )
        pairs = parse_qsl(query, keep_blank_values=True)
        asked = {name: value for name, value in pairs if name in _OURS}
        kept = [pair for pair in pairs if pair[0] not in (*_OURS, *_OF_THE_FRAME)]
        return cls(
            form=cast(Form, _one_of("form", form, FORMS)),
            kind=_one_of("kind of picture", kind, KINDS),
            name=name,
            query=urlencode(kept, safe=","),
            size=_one_of("size", asked.get("size") or "slide", tuple(SIZES)),
            scale=int(_one_of("scale", asked.get("scale") or "1", SCALES)),
            theme=cast(Theme, _one_of("theme", asked.get("theme") or "light", THEMES)),
        )

    @property
    def address(self) -> str:
        """The address of this picture on the site."""
        path = f"/picture/{self.form}/{self.kind}" + (f"/{self.name}" if self.name else "")
        own = [("size", self.size), ("theme", self.theme if self.theme != "light" else "")]
        if self.form == "png" and self.scale != 1:
            own.append(("scale", str(self.scale)))
        query = urlencode([pair for pair in own if pair[1]])
        return f"{path}?{self.query}&{query}" if self.query else f"{path}?{query}"

    @property
    def file_name(self) -> str:
        """A plain name for the file."""
        name = "".join(c for c in self.name if c.isascii() and (c.isalnum() or c == "-"))[:60]
        parts = ["childways", self.kind, name, self.size]
        times = f"@{self.scale}x" if self.form == "png" and self.scale > 1 else ""
        return "-".join(part for part in parts if part) + f"{times}.{self.form}"


def _one_of(what: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise AskedWronglyError(
            f"There is no {what} {value[:40]!r}. Take one of: {', '.join(known)}."
        )
    return value
