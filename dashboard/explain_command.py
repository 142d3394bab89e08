"""``childways explain``: where a number comes from, as a tree, JSON or PROV."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

import routes
from dashboard.chain_words import KIND_WORDS, notes, value_words
from dashboard.colouring import child_in_words
from dashboard.edition_commands import store
from geodata.errors import DataError
from routes import LAST_YEAR, Child, RoutesError
from routes.chain_prov import chain_prov
from routes.chains import Chain, Link
from routes.explained import explain
from routes.model import COMPANIES, STATUSES

_LOOKS = {"unknown": "yellow", "source": "cyan", "rule": "magenta", "aside": "dim"}


class ChildWordsError(DataError):
    """Words after ``--child`` that describe no child."""


def run(options: argparse.Namespace) -> int:
    """Print a chain; returns 0, or 2 when there is nothing of that name."""
    child, checked = read_child(options.child or ())
    with tempfile.TemporaryDirectory(prefix="childways-explain-") as folder:
        atlas = _load(options, Path(folder))
        try:
            chain = explain(
                atlas,
                options.who,
                " ".join(options.what),
                year=LAST_YEAR if options.year is None else options.year,
                child=child,
                checked_only=checked or options.checked,
                branch=options.branch,
                stage=options.stage,
            )
        except RoutesError as error:
            print(error, file=sys.stderr)
            return 2
    if options.prov:
        print(chain_prov(chain).text(), end="")
    elif options.json:
        print(json.dumps(chain.to_dict(), ensure_ascii=False, indent=1))
    else:
        show(chain, Console(highlight=False))
    return 0


def _load(options: argparse.Namespace, folder: Path) -> routes.Atlas:
    if options.edition is None:
        return routes.load(options.built)
    return routes.load(store(options.store).take_out(options.edition, folder), as_kept=True)


def read_child(words: Sequence[str]) -> tuple[Child, bool]:
    """Return the child that words describe, and whether only checked sources count.

    Args:
        words: as in an address (``age=9``, ``status=refugee``, ``checked=1``, several joined by
            ``&`` or commas), or bare (``9``, ``family``, ``refugee``); what is not said is as on
            the site.

    Raises:
        ChildWordsError: a word is none of these.
    """
    found: dict[str, str] = {}
    for part in "&".join(words).lstrip("?").replace(",", "&").split("&"):
        name, is_named, value = part.partition("=")
        if not part:
            continue
        if not is_named:
            name, value = _name_of(part), part
        found[name] = value
    age = found.pop("age", "15")
    company, status = found.pop("company", "alone"), found.pop("status", "asylum_seeker")
    checked = found.pop("checked", "")
    is_whole = age.isascii() and age.isdigit() and len(age) < 3 and int(age) < 18
    if found or not is_whole or company not in COMPANIES or status not in STATUSES:
        raise ChildWordsError(
            f"--child {' '.join(words)[:80]!r} describes no child. Say age=0 to 17, company="
            f"{'|'.join(COMPANIES)}, status={'|'.join(STATUSES)}, checked=1: those you need."
        )
    return Child(age=int(age), company=company, status=status), checked == "1"


def _name_of(word: str) -> str:
    if word.isdigit():
        return "age"
    names = {"company": COMPANIES, "status": STATUSES, "checked": ("checked",)}
    return next((name for name, known in names.items() if word in known), word)


def show(chain: Chain, console: Console) -> None:
    """Print a chain as a tree."""
    console.print(Text(chain.title, style="bold"))
    if chain.child is not None:
        checked = " Checked sources only." if chain.checked_only else ""
        console.print(f"What {child_in_words(chain.child)}, meets in {chain.year}.{checked}")
    tree = Tree(_label(chain.top))
    _grow(tree, chain.top)
    console.print(tree)
    by = f" ({chain.software})" if chain.software else ""
    console.print(
        f"Data version {chain.data_version} of {chain.date}. Code version "
        f"{chain.code_version or 'not recorded'}{by}, build {chain.build or 'not recorded'}."
    )
    console.print("Line 1 of a table is its header. For programs: --json, or --prov (W3C PROV).")


def _grow(tree: Tree, link: Link) -> None:
    for below in link.made_from:
        _grow(tree.add(_label(below)), below)


def _label(link: Link) -> Text:
    look = _LOOKS.get(link.kind, "")
    text = Text()
    if not link.title.startswith(KIND_WORDS[link.kind]):
        text.append(f"{KIND_WORDS[link.kind]}: ", style=look or "bold")
    text.append(link.title, style=look)
    value = value_words(link)
    if value:
        text.append(f" = {value}", style="bold")
    for note in notes(link):
        text.append(f"\n{note}", style="dim" if note.startswith("sha256") else "")
    return text
