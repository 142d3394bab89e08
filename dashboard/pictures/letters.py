"""How wide words are, where their lines break, and the faces that carry them.

Widths are those of the faces in ``faces/`` (see ``scripts/make_picture_fonts.py``), which an SVG
holds inside itself. Letters they lack are drawn by a font of the machine, and their width guessed.
"""

from __future__ import annotations

import base64
import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

Face = Literal["sans-400", "sans-600", "serif-600"]
FOLDER = Path(__file__).parent / "faces"
FAMILIES = {
    "sans": "'Childways Sans',Inter,'Helvetica Neue',Arial,sans-serif",
    "serif": "'Childways Serif','Source Serif 4',Georgia,serif",
}
_PARTS = ("latin", "latin-ext")
_GUESS = 620  # thousandths: a letter that no face of ours has


@lru_cache(maxsize=1)
def _widths() -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = json.loads(
        (FOLDER / "widths.json").read_text(encoding="utf-8")
    )
    return found


@lru_cache(maxsize=8)
def _letters(face: Face) -> dict[str, int]:
    """Return letter -> width in thousandths; the first part that has a letter counts."""
    parts = _widths()[face]
    return {letter: wide for part in reversed(_PARTS) for letter, wide in parts[part].items()}


def width(words: str, face: Face, size: float) -> float:
    """Return how wide words are, in pixels, at a size in pixels."""
    known = _letters(face)
    total = sum(known[c] if c in known else _guess(c) for c in words)
    return total * size / 1000


def _guess(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 1040 if unicodedata.east_asian_width(letter) in "WF" else _GUESS


def wrap(
    words: str, face: Face, size: float, room: float, *, most: int = 0, breaks: bool = True
) -> list[str]:
    """Return the lines into which words break.

    Args:
        room: of a line, in pixels.
        most: lines; the last one then ends in an ellipsis. 0 is as many as it takes.
        breaks: a word wider than a line is broken; else it stands out.
    """
    lines: list[str] = []
    line, wide, space = "", 0.0, width(" ", face, size)
    for word in words.split():
        more = width(word, face, size)  # no pair of letters moves closer: widths add up
        if (wide + space if line else 0.0) + more <= room:
            line, wide = (f"{line} {word}", wide + space + more) if line else (word, more)
            continue
        if line:
            lines.append(line)
        line, wide = word, more
        while breaks and wide > room and len(line) > 1:
            at = _fitting(line, face, size, room)
            lines.append(line[:at])
            line = line[at:]
            wide = width(line, face, size)
        if most and len(lines) > most:
            break
    if line:
        lines.append(line)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), face, size, room)]
    return lines


def cut(words: str, face: Face, size: float, room: float) -> str:
    """Return words that fit one line, with an ellipsis when something is left out."""
    if width(words, face, size) <= room:
        return words
    at = _fitting(words, face, size, room - width("…", face, size))
    return words[:at].rstrip() + "…"


def _fitting(words: str, face: Face, size: float, room: float) -> int:
    """Return how many letters fit, at least one."""
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(words[:middle], face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return low


@lru_cache(maxsize=32)
def _encoded(name: str) -> str:
    return base64.b64encode((FOLDER / f"{name}.woff2").read_bytes()).decode()


def font_faces(used: frozenset[tuple[Face, str]]) -> str:
    """Return the ``@font-face`` rules that a picture needs.

    Args:
        used: (face, letter) of everything written.
    """
    rules = []
    for face in sorted({face for face, _ in used}):
        letters = {letter for one, letter in used if one == face}
        family, _, weight = face.partition("-")
        for part in _PARTS:
            if letters & _only_in(face, part):
                rules.append(
                    f"@font-face{{font-family:'Childways {family.capitalize()}';"
                    f"font-weight:{weight};src:url(data:font/woff2;base64,"
                    f"{_encoded(f'{face}-{part}')}) format('woff2');"
                    f"unicode-range:{_RANGES[part]}}}"
                )
    return "".join(rules)


@lru_cache(maxsize=8)
def _only_in(face: Face, part: str) -> frozenset[str]:
    earlier = _PARTS[: _PARTS.index(part)]
    known = set(_widths()[face][part])
    return frozenset(known.difference(*(_widths()[face][other] for other in earlier)))


# The same as in assets/childways.css, so that each letter comes from one file.
_RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,"
    "U+2122,U+2191,U+2193,U+2212,U+2215",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1EFF,U+20A0-20AB,U+2C60-2C7F",
}
