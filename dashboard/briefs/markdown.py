"""A brief as Markdown with footnotes, as GitHub, Pandoc and Quarto read it."""

from __future__ import annotations

import re

from dashboard.briefs.asked import Made
from dashboard.exports.citing import plain
from routes.briefs import Line, Section, Table
from routes.briefs.content import EVIDENCE_WORDS

_ACTS = re.compile(r"([\\`*_{}\[\]#|<>~&!$@^])")
_ADDRESS = re.compile(r"(?i)(?<=https)(?=://)|(?<=http)(?=://)|(?<=\bwww)(?=\.)")


def escape(text: str) -> str:
    """Return text in which nothing is read as Markdown or HTML, also at the start of a line."""
    one_line = " ".join(plain(text).split())
    told = _ADDRESS.sub(r"\\", _ACTS.sub(r"\\\1", one_line))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=:])", r"\\\1", told))


def to_markdown(made: Made) -> str:
    """Return the brief; the picture is told in words, and linked."""
    brief = made.brief
    parts = [f"# {escape(made.heading)}", f"*{escape(brief.subtitle)}*"]
    for section in brief.sections:
        parts += _section(made, section)
    parts += ["## Sources"]
    for note in brief.footnotes:
        how = f" {EVIDENCE_WORDS[note.evidence]}." if note.evidence else ""
        link = _link(made.source_link(note.number))
        parts.append(f"[^{note.number}]: {escape(note.text)}.{how} <{link}>")
    parts.append(f"{escape(made.terms)} Every value with its source: <{_link(made.back)}>")
    return "\n\n".join(parts) + "\n"


def _section(made: Made, section: Section) -> list[str]:
    parts = [f"## {escape(section.heading)}"]
    parts += [_line(line) for line in section.lines]
    if section.table:
        parts.append(_table(section.table))
    if section.has_picture:
        picture = _link(made.picture_address)
        parts.append(f"![{escape(made.picture_words)}]({picture})")
    if section.items:
        parts.append("\n".join(f"- {_line(line)}" for line in section.items))
    return parts


def _line(line: Line) -> str:
    lead = f"**{escape(line.lead)}** " if line.lead else ""
    # A piece may begin or end with a space, which escaping would take away.
    return lead + "".join(
        f"{_kept(one.text)}{''.join(f'[^{n}]' for n in one.notes)}" for one in line.said
    )


def _kept(text: str) -> str:
    before = " " if text[:1] == " " else ""
    after = " " if text[-1:] == " " and text.strip() else ""
    return f"{before}{escape(text)}{after}"


def _table(table: Table) -> str:
    head = " | ".join(escape(text) or " " for text in table.head)
    rule = " | ".join("---" for _ in table.head)
    rows = [" | ".join(_line(cell) or " " for cell in row) for row in table.rows]
    return "\n".join(f"| {row} |" for row in (head, rule, *rows))


def _link(address: str) -> str:
    """Return an address that ends where its brackets do."""
    found = plain(address)
    for sign, code in (("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E"), (" ", "%20")):
        found = found.replace(sign, code)
    return found
