"""A view as a citation: a sentence, BibTeX, CSL-JSON. Titles may be a reader's own words."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from dashboard.exports.terms import LICENCE_SHORT, version_and_terms, version_in_words

# What a title may not carry into a text: control, format and bidi characters.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def plain(text: str) -> str:
    """Return a reader's own words without characters that are not seen but act."""
    return _UNSEEN.sub("", text)


def citation(
    version: str,
    title: str,
    line: str,
    link: str,
    *,
    date: str = "",
    is_frozen: bool = False,
    own: str = "",
) -> str:
    """Return the view as a text citation with its data version, the day of it, and its link."""
    title = plain(title)
    stop = "" if title.endswith(("?", ".", "!")) else "."
    terms = version_and_terms(version, date=date, is_frozen=is_frozen, own=own)
    return f"Childways: {title}{stop} {plain(line)} {terms} {link}"


def key_of(version: str, link: str) -> str:
    """Return a name for a citation: another view, or another data version, has another one."""
    return f"childways-{version}-{hashlib.sha256(link.encode()).hexdigest()[:6]}"


def bibtex(
    version: str,
    title: str,
    link: str,
    *,
    line: str = "",
    date: str = "",
    is_frozen: bool = False,
    own: str = "",
) -> str:
    """Return a BibTeX entry; braces and the like in a reader's own title are neutralised.

    Args:
        line: what the view shows, for which child and year.
    """
    safe = _tex(title)
    url = re.sub(r"[{}\\\s]", "", link)
    when = f"  year = {{{date[:4]}}},\n  month = {{{int(date[5:7])}}},\n" if date else ""
    note = _note(version, _tex(line), date, is_frozen=is_frozen, own=_tex(own))
    return (
        f"@misc{{{key_of(version, link)},\n  author = {{{{Childways}}}},\n"
        f"  title = {{{{{safe}}}}},\n{when}  note = {{{note}}},\n"
        f"  url = {{{url}}}\n}}"
    )


def _note(version: str, line: str, date: str, *, is_frozen: bool, own: str) -> str:
    """Return what the view shows, which data and under which terms."""
    in_words = version_in_words(version, date, is_frozen=is_frozen, own=own)
    said = f"{line} " if line else ""
    return f"{said}{in_words[:1].upper()}{in_words[1:]}, {LICENCE_SHORT}"


def _tex(text: str) -> str:
    """Return a reader's words as TeX shows them."""
    return re.sub(r"([#$%&_])", r"\\\1", re.sub(r'[{}\\~^"]', " ", plain(text)))


def csl_json(
    version: str,
    title: str,
    link: str,
    *,
    line: str = "",
    date: str = "",
    is_frozen: bool = False,
    own: str = "",
) -> str:
    """Return a CSL-JSON item; ``line`` as for ``bibtex``."""
    item: dict[str, Any] = {
        "id": key_of(version, link),
        "type": "webpage",
        "author": [{"literal": "Childways"}],
        "title": plain(title),
        "version": version,
        "URL": link,
    }
    if line:
        item["abstract"] = plain(line)
    if date:
        item["issued"] = {"date-parts": [[int(part) for part in date.split("-")]]}
    item["note"] = _note(version, "", date, is_frozen=is_frozen, own=plain(own))
    return json.dumps([item], ensure_ascii=False, indent=1)
