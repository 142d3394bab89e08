"""Text that a spreadsheet would run as a formula, made harmless."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

# A spreadsheet takes a cell for a formula by its first character; some skip spaces before it,
# and some take the full-width forms. See OWASP, "CSV Injection".
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
OWN_FACTS = "own_facts"  # the column that says whose own facts a row was made with
# What XML, and so an Excel file, can't hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could take this text for a formula."""
    return _FORMULA.match(text) is not None


def harmless(text: str) -> str:
    """Return text that a spreadsheet shows as it is: a leading apostrophe where it must be."""
    return f"'{text}" if is_formula(text) else text


def printable(text: str) -> str:
    """Return text without the characters that an Excel file can't hold; \ufffd stands for each."""
    return _UNPRINTABLE.sub("\ufffd", text)


def with_own_facts(text: str, said: str) -> str:
    """Return a CSV whose every row says, in a last column, what ``said`` says of own facts.

    Unchanged when it says nothing. See ``Data.own_said``.
    """
    return with_ends(text, {OWN_FACTS: said}) if said else text


def with_ends(text: str, ends: Mapping[str, str]) -> str:
    """Return a CSV with last columns that are the same in every row; none that it has already."""
    rows = iter(csv.reader(io.StringIO(text, newline="")))
    made = io.StringIO(newline="")
    head = next(rows, [])
    ending = "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"
    writer = csv.writer(made, lineterminator=ending)
    new = {name: value for name, value in ends.items() if name not in head}
    writer.writerow([*head, *new])
    writer.writerows([*row, *new.values()] for row in rows)
    return made.getvalue()
