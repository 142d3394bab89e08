"""``/brief-file/<pdf|docx|html|md|svg>/<kind>/<rest>``: briefs as files over HTTP."""

from __future__ import annotations

from fastapi import Request, Response

from dashboard.briefs.asked import BriefRequest, Made, make
from dashboard.briefs.markdown import to_markdown
from dashboard.briefs.paper import document, to_pdf
from dashboard.briefs.picture import draw
from dashboard.data import Data
from dashboard.pictures.browser import CantDrawError
from dashboard.pictures.studio import BusyError, Studio
from dashboard.pictures.web import Refuse, Router, problem
from dashboard.taken import taken
from routes import RoutesError

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "svg": "image/svg+xml",
}


def in_form(data: Data, made: Made, form: str, studio: Studio) -> bytes:
    """Return a brief in one of the forms of ``MEDIA_TYPES``.

    Raises:
        CantDrawError: PDF, and there is no browser here.
        BusyError: too many are asked for at once.
    """
    if form == "pdf":
        return to_pdf(data, made, studio)
    if form == "docx":
        from dashboard.briefs.word import to_docx  # here: python-docx is not needed otherwise

        return to_docx(data, made, studio)
    if form == "html":
        return document(data, made).encode()
    if form == "md":
        return to_markdown(made).encode()
    return draw(data, made).svg.encode()


def add_briefs(ours: Router, data: Data, studio: Studio, refuse: Refuse) -> None:
    """Add the files of briefs of one data version. ``refuse`` makes the page that says no."""

    def file(form: str, rest: str, request: Request) -> Response:
        if form not in MEDIA_TYPES:
            return problem(
                request,
                refuse,
                "There is no such file of a brief",
                f"A brief is {', '.join(MEDIA_TYPES)}.",
                404,
            )
        try:
            asked, _ = BriefRequest.read(data, rest, request.url.query)
            made = make(data, asked)
        except RoutesError as error:
            return problem(request, refuse, "The atlas does not have that", str(error), 404)
        try:
            content = in_form(data, made, form, studio)
        except CantDrawError as error:
            words = (
                f"{error} The brief itself is here, and prints on two pages from your own "
                f"browser: {made.back}"
            )
            return problem(request, refuse, "This PDF can’t be made now", words, 503)
        except BusyError as error:
            return problem(request, refuse, "Many things are asked for at once", str(error), 503)
        if form == "svg":
            headers = {"Cache-Control": "no-cache"}
            return Response(content, media_type=MEDIA_TYPES[form], headers=headers)
        return taken(content, MEDIA_TYPES[form], made.file_name(form))

    ours.add_api_route("/brief-file/{form}/{rest:path}", file, methods=["GET", "HEAD"])
