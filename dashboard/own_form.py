"""The form with a reader's tables: read in memory, up to a size, and given on as files.

A page that found no fault in them sends them along with its button, so that nothing need be kept
between the check and the look.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, unquote

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from dashboard.exports.cells import printable
from dashboard.own_view.sessions import MOST_BODY
from geodata.own import OWN_TABLES

MOST_SENT_AGAIN = MOST_BODY * 4 // 3 + 20_000  # as letters, a third longer
MOST_FILES = 1_000  # taken in from a form; that they are too many is then said


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came with a form: name of a file -> content, and whose facts they are."""

    files: Mapping[str, bytes]
    name: str


class TooLargeError(ValueError):
    """A form of more bytes than are read."""


async def read_form(request: Request, most: int = MOST_BODY) -> Sent:
    """Return what came; no file when it is no form, or is cut off.

    Raises:
        TooLargeError: it has more than ``most`` bytes.
    """
    form = await _form(request, most)
    try:
        return Sent(files=await _files(form), name=str(form.get("name") or ""))
    finally:
        await form.close()


def sent_again(sent: Sent) -> str:
    """Return the fields, as HTML, that send the same tables again."""
    fields = [("name", sent.name)]
    fields += [
        ("again", f"{quote(name, safe='')}:{base64.urlsafe_b64encode(content).decode()}")
        for name, content in sent.files.items()
    ]
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields
    )


async def _form(request: Request, most: int) -> FormData:
    """Return the form; an empty one when it is none, or is cut off.

    The form reader keeps a file open whose end never came, and nobody else could close it.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLargeError
    _, options = parse_options_header(request.headers.get("content-type", ""))
    end = b"\r\n--" + options.get(b"boundary", b"") + b"--"
    if b"boundary" in options and not body.rstrip(b"\r\n").endswith(end):
        return FormData()
    request._body = body  # what the form reader takes it from
    try:
        return await request.form(max_files=MOST_FILES, max_fields=20, max_part_size=most)
    except (MultiPartException, HTTPException, UnicodeDecodeError, ValueError, KeyError):
        return FormData()


async def _files(form: FormData) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in form.getlist("files"):
        if isinstance(part, UploadFile) and part.filename:
            _add(found, _plain(part.filename), await part.read())
    for text in form.getlist("again"):
        name, _, content = str(text).partition(":")
        try:
            _add(found, _plain(unquote(name)), base64.b64decode(content, b"-_", validate=True))
        except (binascii.Error, ValueError):
            return {}
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
