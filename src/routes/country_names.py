"""Countries out of a list that somebody pasted: codes and names in any of the known languages."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata import countries as codes

if TYPE_CHECKING:
    from routes.atlas import Atlas

LANGUAGES = ("name", "name_fr", "name_es", "name_ar")
MOST_PIECES = 3  # of a name that itself has commas: Congo, Democratic Republic of the
MOST_MISTAKES = 20  # told one by one
LONGEST_NAME = 80
LONGEST_CODE = 3
LEAST_ALIKE = 0.55  # of 1: two letters of five may be wrong
MOST_OFFERED = 3
_LINES = re.compile(r"[;\n\r\t|•]+")
_BULLET = re.compile(r"^[\s*\-–—]+|^\s*\d+[.)]\s+")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Words that name no country, and the nearest ones (ISO3)."""

    text: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list, read.

    Attributes:
        iso3s: the countries in the order of the list, each once.
        mistakes: what could not be read, at most 20.
    """

    iso3s: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


def read_list(atlas: Atlas, text: str) -> ReadList:
    """Read countries separated by commas, semicolons or lines.

    ISO codes of two or three letters and names are known: in English, French, Spanish and Arabic,
    the UN's, and those in common use (South Korea); accents and capitals are of no account.
    """
    known = atlas.known_names
    found: dict[str, None] = {}
    strange: dict[str, None] = {}
    for line in _LINES.split(text):
        pieces = [piece.strip() for piece in _BULLET.sub("", line).split(",")]
        at = 0
        while at < len(pieces):
            iso3, used = _longest(known, pieces, at)
            if iso3:
                found[iso3] = None
            elif pieces[at]:
                strange[pieces[at][:LONGEST_NAME]] = None
            at += used
    mistakes = (Mistake(word, _nearest(known, word)) for word in list(strange)[:MOST_MISTAKES])
    return ReadList(tuple(found), tuple(mistakes))


def _longest(known: Mapping[str, str], pieces: list[str], at: int) -> tuple[str, int]:
    """Return the country that the most pieces name together, and how many they are."""
    for used in range(min(MOST_PIECES, len(pieces) - at), 0, -1):
        some = pieces[at : at + used]
        for words in (" ".join(some), " ".join((*some[1:], some[0]))):
            if iso3 := known.get(_plain(words)):
                return iso3, used
    return "", 1


def _nearest(known: Mapping[str, str], word: str) -> tuple[str, ...]:
    """Return the countries a few letters away: of a name among names, of a code among codes."""
    is_code = len(_plain(word)) <= LONGEST_CODE
    names = [name for name in known if (len(name) <= LONGEST_CODE) == is_code]
    close = process.extract(
        _plain(word), names, scorer=OSA.normalized_similarity, score_cutoff=LEAST_ALIKE, limit=10
    )
    return tuple(dict.fromkeys(known[name] for name, _, _ in close))[:MOST_OFFERED]


def known_names(atlas: Atlas) -> dict[str, str]:
    """Return every name and code without accents and signs -> ISO3; the atlas's own names win."""
    known: dict[str, str] = {}
    with codes.codes_file().open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in (row["un_name"], row["iso2"]):
                known[_plain(code)] = row["iso3"]
    text = files("geodata").joinpath("country_aliases.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        known[_plain(row["alias"])] = row["iso3"]
    for column in (*reversed(LANGUAGES), "iso3"):
        for iso3, name in atlas.countries[column].dropna().items():
            known[_plain(str(name))] = str(iso3)
    known.pop("", None)
    return {name: iso3 for name, iso3 in known.items() if iso3 in atlas.countries.index}


def _plain(text: str) -> str:
    """Small letters and digits alone, without accents; & is and, St. is Saint."""
    whole = re.sub(r"\bst\.?\s", "saint ", text.casefold().replace("&", " and "))
    whole = re.sub(r"^(the|la|le|les|el|los)\s+", "", whole.strip())
    parts = unicodedata.normalize("NFKD", whole)
    return "".join(letter for letter in parts if letter.isalnum())
