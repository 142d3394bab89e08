"""What an answer must never hold: it is parsed, as a browser or a spreadsheet does."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from html.parser import HTMLParser
from xml.etree import ElementTree

from tests.hostile.payloads import MARK

OPENS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "to")
MOST_BYTES = {
    "text/html": 4_000_000, "application/json": 12_000_000, "text/csv": 20_000_000,
    "image/svg+xml": 3_000_000, "text/xml": 100_000, "image/png": 20_000_000,
    "application/pdf": 20_000_000,
}  # fmt: skip
ANY_BYTES = 60_000_000
LEAKS = (b"root:x:0:0", b"Traceback (most recent call last)", b"[build-system]", b"site-packages/",
         b"[core]\n\trepositoryformatversion")  # fmt: skip
AS_HTML = ("body", "lines")  # of a file's data: assets/onefile/onefile.js sets these as HTML
TALKATIVE = ("text/css", "text/javascript", "application/javascript")  # ours, not made for a reader


def faults_of(status: int, headers: dict[str, str], body: bytes, path: str) -> list[str]:
    """Return what is wrong with an answer, in words; none when it is harmless."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    found = _of_status(status, headers, path)
    most = MOST_BYTES.get(kind, ANY_BYTES)
    if len(body) > most:
        found.append(f"{len(body)} bytes of {kind}, more than {most}")
    if kind not in TALKATIVE:
        found += [f"tells {leak!r}" for leak in LEAKS if leak in body]
    found += _of_headers(headers, kind, path)
    if body:
        found += _of_content(kind, body)
    return found


def _of_status(status: int, headers: dict[str, str], path: str) -> list[str]:
    if status < 500:
        return []
    if status == 501 and path == "/oembed":  # the standard's word for a format not spoken
        return []
    if status == 503 and headers.get("retry-after"):  # a full queue that says when to come again
        return []
    return [f"answered {status}"]


def _of_headers(headers: dict[str, str], kind: str, path: str) -> list[str]:
    found = []
    for name, value in headers.items():
        if "\r" in value or "\n" in value or MARK in name:
            found.append(f"header {name!r} was broken open")
    # Lax: a link from elsewhere opens her atlas, and no form or frame sends it (decision 26).
    cookie = headers.get("set-cookie", "HttpOnly; SameSite=lax")
    if "set-cookie" in headers and path not in ("/own/see", "/own/forget"):
        found.append("sets a cookie")
    if "HttpOnly" not in cookie or "SameSite=lax" not in cookie:
        found.append("a cookie that others can send or read")
    if headers.get("x-content-type-options") != "nosniff" and kind:
        found.append("no nosniff")
    if kind in ("text/html", "image/svg+xml") and "content-security-policy" not in headers:
        found.append("no content security policy")
    where = headers.get("location", "/")
    if not re.match(r"^(http://childways\.test)?/(?![/\\])", where):
        found.append(f"leads to {where[:80]!r}")
    name = headers.get("content-disposition", "")
    if "/" in name or "\\" in name or ".." in name:
        found.append(f"a file name with a path: {name[:80]!r}")
    return found


def _of_content(kind: str, body: bytes) -> list[str]:
    if kind == "text/html":
        return _Executable().read(body.decode("utf-8", "replace"))
    if kind in ("image/svg+xml", "text/xml", "application/xml"):
        return _of_xml(body)
    if kind == "application/json" or kind.endswith("+json"):
        try:
            json.loads(body)
        except ValueError as error:
            return [f"is no JSON: {error}"]
        return []
    if kind == "text/csv":
        return _of_cells(row for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    if kind.endswith("spreadsheetml.sheet"):
        return _of_workbook(body)
    return []


class _Executable(HTMLParser):
    """Finds what would run: own scripts may, with the addresses that we give them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._script = False
        self._data = False  # a script element that holds data and never runs

    def read(self, text: str) -> list[str]:
        self.feed(text)
        self.close()
        return self.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        given = {name: value or "" for name, value in attrs}
        self._data = self._script and given.get("type") == "application/json"
        self.found += executable(tag, given)

    def handle_data(self, data: str) -> None:
        if self._data:
            self.found += _of_data(data)
        elif self._script and MARK in data:
            self.found.append(f"a script holds the marker: {data[:80]!r}")

    def handle_endtag(self, _tag: str) -> None:
        self._script = False


def _of_data(text: str) -> list[str]:
    """Return what is wrong with data inside a page; the HTML in it will be put on the page."""
    if "<" in text:
        return [f"data that can end its element: {text[:80]!r}"]
    try:
        content = json.loads(text)
    except ValueError as error:
        return [f"data that is no JSON: {error}"]
    return [fault for part in _html_in(content) for fault in _Executable().read(part)]


def _html_in(content: object, name: str = "") -> Iterable[str]:
    """Yield the strings that a script puts on the page as HTML; all others go there as text."""
    if isinstance(content, str):
        if name in AS_HTML:
            yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _html_in(value, name if name in AS_HTML else key)
    elif isinstance(content, list):
        for value in content:
            yield from _html_in(value, name)


def executable(tag: str, attributes: dict[str, str]) -> list[str]:
    """Return what in an element would run or lead a reader away, in words."""
    found = []
    if MARK in tag:
        found.append(f"an element made of the marker: {tag[:80]!r}")
    for name, value in attributes.items():
        plain = re.sub(r"[\x00-\x20]", "", value).lower()
        if name.startswith("on") and len(name) > 2:
            found.append(f"<{tag} {name}={value[:60]!r}>")
        if MARK in name:
            found.append(f"an attribute made of the marker: {name[:80]!r}")
        if name in OPENS and plain.startswith(("javascript:", "vbscript:", "data:text", "file:")):
            found.append(f"<{tag} {name}={value[:60]!r}>")
        if name in ("style", "srcdoc", "srcset") and MARK in value:
            found.append(f"<{tag} {name}={value[:60]!r}>")
    if tag in ("base", "object", "embed", "applet", "foreignobject", "animate", "set"):
        found.append(f"<{tag}> is none of ours")
    if tag == "script" and MARK in attributes.get("src", ""):
        found.append(f"<script src={attributes['src'][:60]!r}>")
    if tag == "meta" and attributes.get("http-equiv") and not _is_policy(attributes):
        found.append("<meta http-equiv>")
    return found


def _is_policy(attributes: dict[str, str]) -> bool:
    """Whether it only forbids: a file that is opened from disk brings its policy along."""
    content = attributes.get("content", "")
    return (
        attributes["http-equiv"] == "Content-Security-Policy"
        and content.startswith("default-src 'none'; script-src 'sha256-")
        and MARK not in content
        and "unsafe-eval" not in content
    )


def _of_xml(body: bytes) -> list[str]:
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        return [f"is no XML: {error}"]
    found = []
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        given = {name.rpartition("}")[2].lower(): value for name, value in element.attrib.items()}
        found += executable(tag, given)
        if tag == "script":
            found.append("a script in XML")
        if tag == "html":  # oEmbed carries HTML as text
            found += _Executable().read(element.text or "")
    return found


def _of_cells(rows: Iterable[list[str]]) -> list[str]:
    return [
        f"a cell that runs: {cell[:60]!r}"
        for row in rows
        for cell in row
        if MARK in cell and cell[:1] in "=+-@\t\r"
    ]


def _of_workbook(body: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        if sum(one.file_size for one in book.infolist()) > ANY_BYTES:
            return ["a workbook that grows too large"]
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    found = []
    for sheet in sheets:
        for formula in re.findall(rb"<f>(.*?)</f>", sheet):
            found.append(f"a formula: {formula[:60]!r}")
    return found
