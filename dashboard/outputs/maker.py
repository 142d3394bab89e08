"""Makes files of views in this process: the same functions that answer over HTTP."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from starlette.types import ASGIApp, Receive, Scope, Send

import routes
from dashboard.api import PREFIX
from dashboard.api.asked import Asked
from dashboard.api.content import Content
from dashboard.api.formats import Format
from dashboard.api.routes import view_answer
from dashboard.api.views import PAGES
from dashboard.briefs import BriefRequest, make
from dashboard.briefs.web import MEDIA_TYPES, in_form
from dashboard.components.share.embed import markdown_of
from dashboard.components.share.view import SharedView
from dashboard.config import Config
from dashboard.data import Data
from dashboard.document import assets_folder
from dashboard.editions import Editions
from dashboard.embeds import embed
from dashboard.exports.citing import bibtex, citation, csl_json
from dashboard.onefile import KINDS as FILE_KINDS
from dashboard.onefile import one_file
from dashboard.outputs.names import OutputError
from dashboard.outputs.view import AskedView, asked_view
from dashboard.outputs.wanted import PICTURES, Wanted
from dashboard.pictures.request import PictureRequest
from dashboard.pictures.studio import PictureSettings, Studio
from dashboard.shown import KINDS as TABLE_KINDS
from dashboard.shown import shown
from dashboard.shown.files import to_csv, to_xlsx
from dashboard.site import CSV_FILES, page_csv, render
from geodata.editions import EditionStore

THEMES = ("light", "dark", "auto")
BRIEF, BRIEF_FORMS = "/brief/", tuple(f".{form}" for form in MEDIA_TYPES)


class Maker:
    """Holds the data versions and the browser while files are made. Close it.

    Attributes:
        has_lost_links: a file was made whose links lead nowhere, as no site is known.
        site: of a static site, page -> its one-file page; None when there is no such site.
    """

    def __init__(
        self,
        config: Config,
        *,
        edition: str = "",
        data: Data | None = None,
        site: dict[str, str] | None = None,
    ) -> None:
        """Load the atlas built last.

        Args:
            edition: the data version for whatever names none itself; "" is the one built last.
            data: the atlas, when it is at hand.
            site: of a static site that the files are part of: page -> its one-file page; the
                index stands in the folder itself.

        Raises:
            geodata.DataError: nothing has been built.
        """
        self._live = data or Data.load(config.built)
        self._config, self._edition, self.site = config, edition, site
        self._editions = Editions(EditionStore(config.editions or None), self._live, _no_app, "")
        self._studio = Studio(
            PictureSettings(workers=min(config.pictures, 2), chromium=config.chromium)
        )
        self.has_lost_links = False
        self._data = lru_cache(maxsize=8)(self._opened)

    @property
    def data(self) -> Data:
        """The data version of what names none."""
        return self._data(self._edition, self._config.origin, 0)

    def close(self) -> None:
        self._studio.close()

    def make(self, asked: Wanted) -> bytes:
        """Return the file.

        Raises:
            OutputError, AddressError, RoutesError, PictureError, ProblemError, DataError: it can't
                be made; the message says why.
        """
        view = asked_view(asked.view)
        data = self.data_of(asked, view)
        if is_brief(view.page) and asked.form in BRIEF_FORMS:
            return self._brief(data, view, asked)
        if asked.form in PICTURES:
            return self._picture(data, view, asked)
        return _MAKERS[asked.form](data, view, asked)

    def key(self, asked: Wanted) -> str:
        """Return what tells the file apart from every other: view, looks, data and code.

        Raises as ``make`` when the address or its edition can't be read.
        """
        view = asked_view(asked.view)
        data = self.data_of(asked, view)
        parts = (
            view.page, view.embed, asked.form, *(_look(view, asked, n) for n in _LOOKS),
            data.version, data.edition, data.origin, data.home,
            *(f"{page}={file}" for page, file in sorted(data.beside.items())), code_stamp(),
        )  # fmt: skip
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def data_of(self, asked: Wanted, view: AskedView) -> Data:
        """Return the data version that is asked for, with the site that links lead to."""
        origin = self._config.origin or view.origin
        self.has_lost_links |= not origin
        depth = asked.to.count("/") if self.site is not None else 0
        return self._data(_look(view, asked, "edition") or self._edition, origin, depth)

    def words(self, asked: Wanted) -> tuple[str, str]:
        """Return the view's title and what it shows, in a sentence. Raises as ``make``."""
        view = asked_view(asked.view)
        cited = _cited(self.data_of(asked, view), view)
        return cited.title, cited.line

    def _opened(self, edition: str, origin: str, depth: int) -> Data:
        data = copy.copy(self._editions.data(edition) if edition else self._live)
        data.origin, data.editions = origin, None
        data.has_png = lambda: self._studio.can_draw
        if self.site is not None:
            up = "../" * depth
            data.home = f"{up}index.html"
            data.beside = {page: up + file for page, file in self.site.items()}
        return data

    def _brief(self, data: Data, view: AskedView, asked: Wanted) -> bytes:
        path, _, query = view.page.partition("?")
        request, _ = BriefRequest.read(data, path.removeprefix(BRIEF), query)
        return in_form(data, make(data, request), asked.form.removeprefix("."), self._studio)

    def _picture(self, data: Data, view: AskedView, asked: Wanted) -> bytes:
        if not view.picture:
            raise _lacks(view, "picture")
        rest, _, query = view.picture.partition("?")
        looks = [(name, _look(view, asked, name)) for name in ("size", "scale", "theme")]
        pairs = [f"{name}={value}" for name, value in looks if value]
        form = asked.form.removeprefix(".")
        request = PictureRequest.read(form, rest, "&".join([query, *pairs]))
        return self._studio.make(data, request)


_LOOKS = ("size", "scale", "theme")


def _look(view: AskedView, asked: Wanted, name: str) -> str:
    """Return a choice: as asked for, else as the address says, else ""."""
    return str(getattr(asked, name)) or view.looks.get(name, "")


def _no_app(_data: Data) -> ASGIApp:
    """Stand in for the app of an edition: here only its data are wanted."""

    async def answer(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise NotImplementedError

    return answer


def _lacks(view: AskedView, what: str) -> OutputError:
    return OutputError(f"{view.page} has no {what}.")


def is_brief(page: str) -> bool:
    """Return whether a page is a brief: more of its files are not those of other views."""
    return page.startswith(BRIEF)


def _docx(_data: Data, view: AskedView, _asked: Wanted) -> bytes:
    raise _lacks(view, "Word document: only briefs have one, /brief/country/GBR")


def _one_file(data: Data, view: AskedView, asked: Wanted) -> bytes:
    rest, _, query = view.embed.partition("?")
    if rest.partition("/")[0] not in FILE_KINDS:
        raise _lacks(view, "file of its own: take .csv, or the view of a map, journey or goal")
    theme = _look(view, asked, "theme") or "auto"
    if theme not in THEMES:
        raise OutputError(f"There is no theme {theme[:40]!r}. Take one of: {', '.join(THEMES)}.")
    return one_file(data, rest, query, theme).text.encode()


def _table(view: AskedView) -> tuple[str, str] | None:
    """Return kind with name, and query, of the table of exactly what is shown."""
    rest, _, query = view.table.partition("?")
    return (rest, query) if rest.partition("/")[0] in TABLE_KINDS else None


def _csv(data: Data, view: AskedView, _asked: Wanted) -> bytes:
    table = _table(view)
    if table:
        return to_csv(data, shown(data, *table))
    path, _, query = view.page.partition("?")
    first = path.strip("/")
    if first in CSV_FILES:
        return page_csv(data, first, query)[1].encode()
    if first.partition("/")[0] in PAGES:
        return _api(data, view, "csv")
    raise _lacks(view, "table")


def _xlsx(data: Data, view: AskedView, _asked: Wanted) -> bytes:
    table = _table(view)
    if table is None:
        raise _lacks(view, "workbook: take .csv, or the view of a map, journey or country")
    return to_xlsx(data, shown(data, *table))


def _api(data: Data, view: AskedView, form: Format) -> bytes:
    asked = Asked(
        form, f"{PREFIX}/views", (("url", view.page),), data.version, data.own_said, code_stamp(),
        True, "",
    )  # fmt: skip
    return bytes(view_answer(Content(data), asked, view.page).body)


def _json(data: Data, view: AskedView, _asked: Wanted) -> bytes:
    return _api(data, view, "json")


def _cited(data: Data, view: AskedView) -> SharedView:
    """Return the view as Share cites it."""
    if view.embed:
        rest, _, query = view.embed.partition("?")
        found = embed(data, rest, query)
        title, line, address = found.title, found.line, found.back
    else:
        path, _, query = view.page.partition("?")
        page = render(data, path, query)
        if page.status != 200:
            raise _lacks(view, "page")
        title, line, address = page.title, "", view.page
    live = SharedView(data=data, title=title, line=line, address=address)
    return live.as_frozen if data.edition else live


def _bib(data: Data, view: AskedView, _asked: Wanted) -> bytes:
    cited = _cited(data, view)
    text = bibtex(data.version, cited.title, cited.cited_link, line=cited.line, **cited.dated)
    return text.encode() + b"\n"


def _csl(data: Data, view: AskedView, _asked: Wanted) -> bytes:
    cited = _cited(data, view)
    text = csl_json(data.version, cited.title, cited.cited_link, line=cited.line, **cited.dated)
    return text.encode() + b"\n"


def _txt(data: Data, view: AskedView, _asked: Wanted) -> bytes:
    cited = _cited(data, view)
    words = citation(data.version, cited.title, cited.line, cited.cited_link, **cited.dated)
    return words.encode() + b"\n"


def _md(data: Data, view: AskedView, _asked: Wanted) -> bytes:
    return markdown_of(_cited(data, view)).encode() + b"\n"


_MAKERS: Mapping[str, Callable[[Data, AskedView, Wanted], bytes]] = MappingProxyType(
    {
        ".html": _one_file,
        ".docx": _docx,
        ".csv": _csv,
        ".xlsx": _xlsx,
        ".json": _json,
        ".bib": _bib,
        ".csl.json": _csl,
        ".txt": _txt,
        ".md": _md,
    }
)


@lru_cache(maxsize=1)
def code_stamp() -> str:
    """Return what changes with whatever code or look goes into a file."""
    here = Path(__file__).parents[1]
    folders = (here, Path(routes.__file__).parent, assets_folder())
    files = {p for folder in folders for p in folder.rglob("*") if p.is_file()}
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.suffix not in (".pyc", ".pyo"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
