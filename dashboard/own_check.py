"""``/own/check`` and ``/own/template``: a reader's tables, checked in memory and forgotten.

A request is read up to ``MOST_BODY`` bytes, which the form reader holds in memory and not in
temporary files. Nothing of it is kept, in a file, in a cache or in the log.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from dash import html
from fastapi import APIRouter, Request, Response
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from dashboard.data import Data
from dashboard.exports.cells import printable
from dashboard.exports.excel import SAFE
from dashboard.markup import attrs
from dashboard.own_changes import changes_parts
from dashboard.pages import own as own_page
from dashboard.rendered import Rendered
from dashboard.shell import page
from geodata.build.own import join
from geodata.check import Curated, read_curated
from geodata.errors import Fault
from geodata.own import OWN_TABLES, Limits, own_facts
from geodata.resources import CURATED

MOST_BODY = 1_000_000  # bytes: from here on the form reader would use a file
MOST_SHOWN = 500  # faults, or values
AT_ONCE = 2  # checks in one process; others are asked to come back
LIMITS = Limits(
    files=15, bytes_of_file=MOST_BODY, bytes_unpacked=10_000_000, marks=400_000, rows=5_000
)
NO_STORE = {"Cache-Control": "no-store"}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = ("File", "Row", "Column", "Found", "Expected")

Paint = Callable[[Rendered], Response]


def add_own(router: APIRouter, data: Data, paint: Paint) -> None:
    """Add the check and the templates; ``paint`` makes the answer of a page."""
    room = BoundedSemaphore(AT_ONCE)

    async def check(request: Request) -> Response:
        form = await _form(request)
        if form is None:
            said = f"Send at most {MOST_BODY / 1e6:g} MB. Larger tables: from a folder, see below."
            return _paint(paint, said, [], 413)
        try:
            files = await _files(form)
            name = str(form.get("name") or "")
        finally:
            await form.close()
        if not files:
            return _paint(paint, "No table came with the form. Choose a file, or paste rows.", [],
                          400)  # fmt: skip
        if not room.acquire(blocking=False):
            return _paint(
                paint, "Others are having tables checked. Try again in a moment.", [], 429
            )
        try:
            return await run_in_threadpool(_checked, data, paint, files, name)
        finally:
            room.release()

    def template(name: str) -> Response:
        if name == "own-facts.xlsx":
            return _file(name, workbook(), EXCEL)
        table = name.removesuffix(".csv")
        if table not in OWN_TABLES or not name.endswith(".csv"):
            raise HTTPException(404, f"No template {name[:60]}.")
        return _file(name, header(table), "text/csv; charset=utf-8")

    router.add_api_route("/own/check", check, methods=["POST"])
    router.add_api_route("/own/template/{name}", template, methods=["GET", "HEAD"])


async def _form(request: Request) -> FormData | None:
    """Return the form; None when it is too large; an empty one when it is none, or is cut off.

    The form reader keeps a file open whose end never came, and nobody else could close it.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            return None
    _, options = parse_options_header(request.headers.get("content-type", ""))
    end = b"\r\n--" + options.get(b"boundary", b"") + b"--"
    if b"boundary" in options and not body.rstrip(b"\r\n").endswith(end):
        return FormData()
    request._body = body  # what the form reader takes it from
    try:
        return await request.form(max_files=LIMITS.files, max_fields=20, max_part_size=MOST_BODY)
    except (MultiPartException, HTTPException, UnicodeDecodeError, ValueError, KeyError):
        return FormData()


async def _files(form: FormData) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in form.getlist("files"):
        if isinstance(part, UploadFile) and part.filename:
            _add(found, _plain(part.filename), await part.read())
    pasted, table = form.get("pasted"), form.get("table")
    if isinstance(pasted, str) and pasted.strip() and table in OWN_TABLES:
        _add(found, f"{table}.csv", _as_csv(pasted).encode("utf-8", "replace"))
    return found


def _add(found: dict[str, bytes], name: str, content: bytes) -> None:
    """Add a file; one of a name that is there gets a number, and is then told as a fault."""
    stem, dot, end = name.rpartition(".")
    number = 2
    while name in found:
        name, number = f"{stem} ({number}){dot}{end}", number + 1
    found[name] = content


def _as_csv(pasted: str) -> str:
    """Return pasted rows as CSV: what is copied from a spreadsheet has tabs between its cells."""
    if "\t" not in pasted.partition("\n")[0]:
        return pasted
    made = io.StringIO()
    try:
        csv.writer(made, lineterminator="\n").writerows(
            csv.reader(io.StringIO(pasted, newline=""), delimiter="\t")
        )
    except csv.Error:  # a cell without end: told as the fault that it is, as CSV
        return pasted
    return made.getvalue()


def _plain(name: str) -> str:
    """Return a file's name as it can be shown: no folders, nothing unseen."""
    return printable(name.replace("\\", "/").rsplit("/", 1)[-1])[-80:]


@lru_cache(maxsize=1)
def _base() -> Curated:
    return read_curated()[0]


def _checked(data: Data, paint: Paint, files: dict[str, bytes], name: str) -> Response:
    own, faults = own_facts(files, name, base=_base(), limits=LIMITS)
    if faults:
        count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
        said = f"{count}. Mend them and try again; nothing was kept."
        return _paint(paint, said, [_fault_table(faults)], 422)
    joined = join(_base(), own)
    values = joined.values
    number = values["own_id"].nunique()
    said = (
        f"No fault: {number} value{'' if number == 1 else 's'} of {own.name}. Nothing was kept. To "
        "see them on maps and journeys, serve the atlas with them on your own computer, see below."
    )
    parts: list[Any] = []
    if number:
        parts = [
            *changes_parts(data, joined),
            html.H2("Your values", id="listed"),
            own_page.values_table(data, values.head(MOST_SHOWN)),
        ]
    return _paint(paint, said, parts, 200)


def _fault_table(faults: list[Fault]) -> Any:
    rows = [
        html.Tr(
            [
                html.Td(text)
                for text in (one.file, str(one.row or ""), one.column, one.found, one.expected)
            ]
        )
        for one in faults[:MOST_SHOWN]
    ]
    more = len(faults) - MOST_SHOWN
    caption = html.Caption(f"The first {MOST_SHOWN}; {more} more follow.") if more > 0 else None
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADS]))
    return html.Div(
        html.Table([caption, head, html.Tbody(rows)]),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Faults"),
    )


def _paint(paint: Paint, said: str, parts: list[Any], status: int) -> Response:
    tree = page(
        "/own",
        [
            html.H1("Your tables, checked"),
            html.P(html.B(printable(said)), role="status"),
            *parts,
            *own_page.how(),
        ],
        css="prose own-facts",
    )
    slots = {own_page.FORM: own_page.form()}
    answer = paint(Rendered(title="Your tables, checked", tree=tree, slots=slots, status=status))
    answer.headers.update(NO_STORE)
    return answer


def _file(name: str, content: bytes, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(content, media_type=kind, headers=headers)


def header(table: str) -> bytes:
    """Return an empty table as CSV."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(CURATED[table].columns)
    return file.getvalue().encode()


@lru_cache(maxsize=1)
def workbook() -> bytes:
    """Return an empty workbook: what each column holds, then a sheet for each table."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        bold = book.add_format({"bold": True})
        told = book.add_worksheet("How to")
        told.write_row(0, 0, ("Table", "Column", "Meaning", "Holds", "Needed"), bold)
        told.set_column(0, 1, 26)
        told.set_column(2, 3, 60)
        line = 1
        for name in OWN_TABLES:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, CURATED[name].columns, bold)
            sheet.set_column(0, len(CURATED[name].columns), 20)
            for one in CURATED[name].fields:
                needed = "yes" if one.required or one.name == "source_id" else ""
                told.write_row(line, 0, (name, one.name, one.meaning, one.expected(), needed))
                line += 1
    return file.getvalue()
