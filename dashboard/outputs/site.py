"""A static site: views as files, the data, an index; any web server or a folder can hold it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from dashboard.components.evidence import source_title
from dashboard.data import Data
from dashboard.exports import descriptor
from dashboard.exports.package import PackageError, write_package
from dashboard.exports.resource import Catalogue
from dashboard.exports.terms import (
    ALL_TERMS,
    LICENCE_SHORT,
    LICENCE_URL,
    MAP_DISCLAIMER,
    TITLE,
    cite_data,
    version_in_words,
)
from dashboard.frozen import day
from dashboard.onefile.document import inlined_styles
from dashboard.outputs.batch import Failure, Line, Outcome, make_all, why
from dashboard.outputs.journal import write_whole
from dashboard.outputs.maker import Maker, code_stamp
from dashboard.outputs.wanted import FORMS, form_of, wanted

PAGES = ("index.html", "sources.html", "terms.html", "site.css")
PACKAGE = "data"
RESERVED = {*PAGES, PACKAGE}
GROUP_NAMES = {"maps": "Maps", "journeys": "Journeys", "countries": "Countries",
               "goals": "Goals", "commitments": "Commitments",
               "coverage": "What is known", "timeline": "Timeline",
               "practice": "Good practice"}  # fmt: skip


def publish(
    maker: Maker, lines: Sequence[Line], folder: Path, progress: Callable[[str], None]
) -> Outcome:
    """Write the site; what is whole already is not made again.

    Args:
        progress: called before each file and part, ``len(lines) + 2`` times.

    Raises:
        OSError: the folder can't be made or written.
    """
    taken = [line for line in lines if line.to.split("/")[0].casefold() in RESERVED]
    outcome = make_all(maker, [line for line in lines if line not in taken], folder, progress)
    data = maker.data
    progress("Data Package")
    failed = list(outcome.failed)
    for line in taken:
        name = f"{line.to!r} is a name that the site itself needs. Take another."
        failed.append(Failure(row=line.row, view=line.view, to=line.to, why=name))
    try:
        _package(data, folder / PACKAGE)
    except PackageError as error:
        failed.append(Failure(row=0, view="", to=PACKAGE, why=why(error)))
    progress("index.html")
    there = {*outcome.made, *outcome.kept}
    views = [line for line in lines if line.to in there]
    pages = {
        "index.html": _index(maker, views, has_package=(folder / PACKAGE).is_dir()),
        "sources.html": _sources(data),
        "terms.html": _terms(data),
    }
    pages["site.css"] = inlined_styles("".join(pages.values())) + STYLE
    for name in PAGES[::-1]:  # the index last: it speaks of all others
        write_whole(folder / name, pages[name].encode())
    return Outcome(made=outcome.made, kept=outcome.kept, failed=tuple(failed))


def _package(data: Data, folder: Path) -> None:
    """Write the Data Package, unless this very one is there whole: it is put in place at once."""
    mark = f"{data.version} {code_stamp()}\n"
    stamp = folder / ".childways"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == mark and _is_whole(folder):
        return
    if stamp.is_file() and not _is_described(folder):  # ours, and broken: made anew
        shutil.rmtree(folder)
    write_package(Catalogue(data), folder)
    write_whole(stamp, mark.encode())


def _is_whole(folder: Path) -> bool:
    """Return whether every file is there that the package describes, as long as it says."""
    if not _is_described(folder):
        return False
    about = json.loads((folder / descriptor.NAME).read_text(encoding="utf-8"))
    return all(
        (folder / one["path"]).is_file() and (folder / one["path"]).stat().st_size == one["bytes"]
        for one in about["resources"]
    )


def _is_described(folder: Path) -> bool:
    """Return whether the package's own description is there and can be read."""
    try:
        json.loads((folder / descriptor.NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


STYLE = """
.site { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
.site nav a { margin-right: 1rem; }
.site table { width: 100%; border-collapse: collapse; }
.site td, .site th { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-top: 1px solid var(--line); }
.site th .small { font-weight: 400; }
.site h2 { margin-top: 1.6rem; }
.site td.files a { margin-right: .6rem; white-space: nowrap; }
.site li { overflow-wrap: anywhere; }
@media (max-width: 40rem) { .site tr, .site td, .site th { display: block; padding: .2rem 0; } .site td, .site th + td { border: 0; } .site tr { border-top: 1px solid var(--line); padding: .4rem 0; } .site thead { display: none; } }
"""  # noqa: E501


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="site.css"></head>'
        '<body><main class="site"><nav aria-label="This site"><a href="index.html">Views</a>'
        '<a href="sources.html">Sources</a><a href="terms.html">Terms</a></nav>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _index(maker: Maker, lines: Sequence[Line], *, has_package: bool) -> str:
    data = maker.data
    in_words = version_in_words(data.version, data.atlas.date, is_frozen=bool(data.edition))
    parts = [
        f"<p>{in_words[:1].upper()}{in_words[1:]}. Each view is one page that opens without "
        "network: choose goal, measure and year inside it. Unknown is shown as unknown; every "
        "value leads to its sources.</p>"
    ]
    if has_package:
        parts.append(
            f'<p><a href="{PACKAGE}/{descriptor.NAME}">All tables and layers as a Data Package</a> '
            f'(<a href="{PACKAGE}/{descriptor.README}">what is in it</a>).</p>'
        )
    groups: dict[str, dict[str, list[Line]]] = {}
    for line in lines:
        stem = line.to[: -len(form_of(line.to))]
        group = stem.rpartition("/")[0]
        groups.setdefault(group, {}).setdefault(stem, []).append(line)
    for group, stems in groups.items():
        rows = "".join(_row(maker, found) for found in stems.values())
        heading = GROUP_NAMES.get(group, group or "Views")
        parts.append(
            f"<h2>{escape(heading)}</h2><table><thead><tr><th scope='col'>View</th>"
            f"<th scope='col'>Files</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    return _page(TITLE, "".join(parts))


def _row(maker: Maker, lines: Sequence[Line]) -> str:
    first = lines[0]
    title, line = maker.words(wanted(first.view, first.to, **first.looks))
    by_form = {form_of(one.to): one for one in lines}
    name = escape(title)
    if ".html" in by_form:
        name = f'<a href="{_href(by_form[".html"])}">{name}</a>'
    files = "".join(
        f'<a href="{_href(by_form[form])}">{form.removeprefix(".").upper()}</a>'
        for form in FORMS
        if form in by_form
    )
    return (
        f'<tr><th scope="row">{name}<br><span class="quiet small">{escape(line)}</span></th>'
        f'<td class="files">{files}</td></tr>'
    )


def _href(line: Line) -> str:
    """Return a name as an address: it holds only letters that ``names.safe_path`` lets pass."""
    return escape(line.to.replace(" ", "%20"))


def _sources(data: Data) -> str:
    sources = data.atlas.sources.sort_values(["publisher", "title"])
    items = []
    for row in sources.itertuples():
        words = escape(source_title(data, str(row.Index)))
        url = str(row.url or "")
        if url.startswith(("https://", "http://")):
            words = f'<a href="{escape(url)}" rel="noopener noreferrer">{words}</a>'
        licence = (
            f" Licence: {escape(str(row.licence))}."
            if str(row.licence or "") not in ("", "nan")
            else ""
        )
        items.append(f"<li>{words}.{licence}</li>")
    return _page(
        "Sources", f"<p>{len(items)} sources stand behind the facts.</p><ul>{''.join(items)}</ul>"
    )


def _terms(data: Data) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(one.what)}</th><td>{escape(one.origin)}</td>"
        f"<td>{escape(one.terms)}</td></tr>"
        for one in ALL_TERMS
    )
    return _page(
        "Terms",
        f'<p>The coding and the sentences: <a href="{LICENCE_URL}">{LICENCE_SHORT}</a>; each '
        f"source keeps its own terms. Cite as: {escape(cite_data(data.version))} "
        f"{escape(day(data.atlas.date))}.</p><table><thead><tr><th scope='col'>What</th>"
        "<th scope='col'>From</th><th scope='col'>Terms</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><p>{MAP_DISCLAIMER}</p>",
    )
