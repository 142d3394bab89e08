"""The sheet that a picture is drawn on: text, shapes and step colours, collected as SVG.

Colours stand on the elements themselves, not in a stylesheet: slide and drawing programs know
little CSS. Nothing refers to another file. Everything that is written is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from dashboard.exports.citing import plain
from dashboard.pictures.letters import FAMILIES, Face, cut, font_faces, width, wrap
from dashboard.pictures.request import Theme
from dashboard.theme import HATCH, PAPER, UNKNOWN_INK, step_fill, step_ink

LINE = 1.36  # of text, in its size
# What XML 1.0 can't hold, however it is escaped.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    """Return text for an element or a quoted attribute of XML."""
    return escape(_NOT_XML.sub("", plain(text)), quote=True)


def number(value: float) -> str:
    """Return a number as SVG likes it: to a tenth, without a needless end."""
    return f"{value:.1f}".removesuffix(".0")


class Paper:
    """What has been drawn so far.

    Attributes:
        em: the size of running text, in pixels.
        told: what is left out for want of room, a sentence each.
    """

    def __init__(self, theme: Theme, em: float) -> None:
        self.theme: Theme = theme
        self.em = em
        self.told: list[str] = []
        self._parts: list[str] = []
        self._used: set[tuple[Face, str]] = set()
        self._hatches: dict[float, str] = {}
        self._together: list[str] | None = None

    def colour(self, name: str) -> str:
        """Return a colour of the palette by name (``ink``, ``quiet``, ``line`` ...)."""
        return PAPER[self.theme][name]

    # -- Words ---------------------------------------------------------------------------------
    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 1.0,
        face: Face = "sans-400",
        fill: str = "ink",
        anchor: str = "start",
        room: float = 0,
    ) -> float:
        """Write one line with its baseline at ``y``; return its width.

        Args:
            size: in em.
            fill: a colour of the palette, or ``#rrggbb``.
            room: words that are wider are cut; 0 cuts nothing.
        """
        words = plain(words)
        if room:
            words = cut(words, face, size * self.em, room)
        self._used.update((face, letter) for letter in words)
        colour = fill if fill.startswith("#") else self.colour(fill)
        family, _, weight = face.partition("-")
        at = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self._parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-family="{FAMILIES[family]}" '
            f'font-size="{size * self.em:.2f}" font-weight="{weight}" fill="{colour}"{at}>'
            f"{safe(words)}</text>"
        )
        return self.width(words, size=size, face=face)

    def width(self, words: str, *, size: float = 1.0, face: Face = "sans-400") -> float:
        return width(words, face, size * self.em)

    def lines(
        self, words: str, room: float, *, size: float = 1.0, face: Face = "sans-400", most: int = 0
    ) -> list[str]:
        return wrap(plain(words), face, size * self.em, room, most=most)

    def paragraph(
        self,
        x: float,
        y: float,
        room: float,
        words: str,
        *,
        size: float = 1.0,
        face: Face = "sans-400",
        fill: str = "ink",
        most: int = 0,
        line: float = LINE,
    ) -> float:
        """Write words in lines, the top of the first at ``y``; return the height they take."""
        step = size * self.em * line
        found = self.lines(words, room, size=size, face=face, most=most)
        for i, one in enumerate(found):
            self.text(x, y + i * step + size * self.em, one, size=size, face=face, fill=fill)
        return len(found) * step

    # -- Shapes --------------------------------------------------------------------------------
    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        *,
        round_: float = 0,
        more: str = "",
    ) -> None:
        corner = f' rx="{number(round_)}"' if round_ else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
            f'{corner} fill="{fill}"{more}/>'
        )

    def add(self, *svg: str) -> None:
        """Add ready-made SVG; whoever makes it has escaped what is in it."""
        self._parts.extend(svg)

    def fill_of(self, css: str, *, unit: float = 1.0) -> str:
        """Return the fill of a step's class; a hatch for unknown, nothing for not applicable.

        ``pick`` is what stands out on a map that has no steps.

        Args:
            unit: pixels a unit of the drawing it is used in.
        """
        if fill := step_fill(css):
            return fill
        if css == "pick":
            return self.colour("accent")
        if css == "u":
            name = self._hatches.setdefault(round(unit, 5), f"hatch{len(self._hatches)}")
            return f"url(#{name})"
        return self.colour("card") if css == "n" else UNKNOWN_INK[self.theme].fill

    def ink_on(self, css: str) -> str:
        """Return the text colour that reads on a step's fill."""
        return step_ink(css) or UNKNOWN_INK[self.theme].text

    def swatch(
        self, x: float, y: float, w: float, h: float, css: str, *, round_: float = 3
    ) -> None:
        """Draw a box in the look of a step."""
        if css == "u" and self._together is not None:
            self._together.append(_box_path(x, y, w, h, min(round_, w / 2, h / 2)))
            self.rect(x, y, w, h, "none", round_=round_, more=' pointer-events="all"')
            return
        rim = f' stroke="{HATCH[self.theme]}" stroke-width="1"' if css in ("u", "n") else ""
        self.rect(x, y, w, h, self.fill_of(css), round_=round_, more=rim)

    @contextmanager
    def hatched_together(self) -> Iterator[None]:
        """Draw all unknown boxes of what follows as one shape, under the rest of it.

        A PDF holds the whole hatch once for each shape: hundreds of cells would take it minutes.
        """
        at, outer = len(self._parts), self._together
        found: list[str] = []
        self._parts.append("")
        self._together = found
        yield
        self._together = outer
        if found:
            self._parts[at] = (
                f'<path d="{"".join(found)}" fill="{self.fill_of("u")}" '
                f'stroke="{HATCH[self.theme]}" stroke-width="1"/>'
            )

    def _definitions(self) -> str:
        """Return the hatches: lines at 45 degrees, 4.2 pixels apart in every drawing."""
        made = []
        for unit, name in self._hatches.items():
            side = 4.2 / unit
            made.append(
                f'<pattern id="{name}" width="{side:.3f}" height="{side:.3f}" '
                'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
                f'<rect width="{side:.3f}" height="{side:.3f}" '
                f'fill="{UNKNOWN_INK[self.theme].fill}"/>'
                f'<path d="M0,0V{side:.3f}" stroke="{HATCH[self.theme]}" '
                f'stroke-width="{side / 1.5:.3f}"/></pattern>'
            )
        return "".join(made)

    def svg(self, width: float, height: float, *, title: str, description: str) -> str:
        """Return the whole document.

        Args:
            title, description: the picture's name, and the picture in words.
        """
        faces = font_faces(frozenset(self._used))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}" '
            f'height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}" role="img" '
            f'aria-labelledby="title desc"><title id="title">{safe(title)}</title>'
            f'<desc id="desc">{safe(description)}</desc>'
            f"<defs><style>{faces}</style>{self._definitions()}</defs>"
            f'<rect width="100%" height="100%" fill="{self.colour("paper")}"/>'
            f"{''.join(self._parts)}</svg>\n"
        )


def _box_path(x: float, y: float, w: float, h: float, r: float) -> str:
    """Return a box with round corners as a path."""
    arc = f"a{r:.1f},{r:.1f} 0 0 1 "
    return (
        f"M{x + r:.1f},{y:.1f}h{w - 2 * r:.1f}{arc}{r:.1f},{r:.1f}v{h - 2 * r:.1f}"
        f"{arc}{-r:.1f},{r:.1f}h{2 * r - w:.1f}{arc}{-r:.1f},{-r:.1f}v{2 * r - h:.1f}"
        f"{arc}{r:.1f},{-r:.1f}z"
    )


def attributes(**names: Any) -> str:
    """Return attributes of an element, in the order given; ``_`` stands for ``-``."""
    return "".join(f' {n.replace("_", "-")}="{safe(str(v))}"' for n, v in names.items())
