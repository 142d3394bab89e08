"""``/own/check``, ``/own/template``, and the look at the atlas: ``/own/see``, ``/own/forget``.

A request is read up to ``MOST_BODY`` bytes, which the form reader holds in memory and not in
temporary files. What is checked is kept nowhere, in a file, in a cache or in the log; what a reader
asks to see is kept as dashboard.own_view says.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from dash import html
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp

from dashboard.api.limit import bucket_of, host_of
from dashboard.components.own_banner import own_banner
from dashboard.config import Config, ConfigError
from dashboard.data import Data
from dashboard.exports.cells import printable
from dashboard.markup import attrs
from dashboard.own_changes import changes_parts
from dashboard.own_form import MOST_SENT_AGAIN, Sent, TooLargeError, read_form, sent_again
from dashboard.own_templates import template
from dashboard.own_view.dispatch import Cookie
from dashboard.own_view.keep import Keep, NotKeptError
from dashboard.own_view.same_site import is_from_here
from dashboard.own_view.sessions import (
    MOST_BODY,
    SPARED,
    FullError,
    OwnSessions,
    Terms,
    TooManyHereError,
    checked,
    joined,
    tables_here,
)
from dashboard.pages import own as own_page
from dashboard.rendered import Rendered
from dashboard.shell import page, with_banner
from geodata.build.own import Joined
from geodata.errors import Fault
from geodata.own import OwnFacts

OPERATOR = logging.getLogger("childways.faults")
MOST_SHOWN = 500  # faults, or values
AT_ONCE = 2  # checks in one process; others are asked to come back
NO_STORE = {"Cache-Control": "no-store"}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OURS = re.compile(r"/(?!/)[!-\[\]-~]*")  # an address on this site: ASCII without spaces and \
FORGOTTEN = f"/own#{own_page.FORGOTTEN}"
HEADS = ("File", "Row", "Column", "Found", "Expected")

Paint = Callable[[Rendered], Response]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What all data versions and all readers of one process share.

    Attributes:
        sessions: None where nobody can see the atlas with own facts.
        origin: the site's public address.
        most_each: readers from one address who may look at once; 0 is no limit of its own.
    """

    room: BoundedSemaphore
    sessions: OwnSessions | None
    cookie: Cookie
    origin: str
    most_each: int = 0

    @classmethod
    def of(cls, config: Config, data: Data, make: Callable[[Data], ASGIApp]) -> Desk:
        """Return the desk of a server; ``make`` makes an app of data with own facts.

        Raises:
            ConfigError: the folder to keep tables in can't be written.
        """
        sessions = None
        if data.own_offer is not None and data.own_offer.is_open:
            terms = Terms(
                most=config.own_views,
                idle_seconds=config.own_minutes * 60,
                most_each=config.own_views_each,
                keep=_keep(config.own_keep),
            )
            tables_here()
            sessions = OwnSessions(data, make, terms)
        return cls(
            room=BoundedSemaphore(AT_ONCE),
            sessions=sessions,
            cookie=Cookie(is_secure=config.public_origin.startswith("https://")),
            origin=config.public_origin,
            most_each=config.own_views_each,
        )

    @property
    def of_frozen(self) -> Desk:
        """The same for a frozen data version, beside which own facts can't be seen."""
        return Desk(room=self.room, sessions=None, cookie=self.cookie, origin=self.origin)


def _keep(folder: str) -> Keep | None:
    try:
        return Keep(Path(folder)) if folder else None
    except OSError as error:
        raise ConfigError(
            f"CHILDWAYS_OWN_KEEP is {folder!r}, which can't be written ({error.strerror}). Give a "
            "folder of the server’s own."
        ) from error


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Answers to tables beside one data version."""

    data: Data
    paint: Paint
    desk: Desk

    async def read(self, request: Request, work: Callable[[Sent], Response]) -> Response:
        """Read the form and do the work on it, or say why not."""
        # Only a page of ours sends tables as plain fields, which need no file.
        is_again = request.headers.get("content-type", "").startswith("application/x-www-form")
        try:
            sent = await read_form(request, MOST_SENT_AGAIN if is_again else MOST_BODY)
        except TooLargeError:
            size = f"{MOST_BODY / 1e6:g} MB"
            return self.say(f"Send at most {size}. Larger tables: from a folder, see below.", 413)
        if not sent.files:
            return self.say("No table came with the form. Choose a file, or paste rows.", 400)
        if not self.desk.room.acquire(blocking=False):
            return self.say("Others are having tables checked. Try again in a moment.", 429)
        try:
            return await run_in_threadpool(work, sent)
        finally:
            self.desk.room.release()

    def say(self, said: str, status: int, parts: tuple[Any, ...] = (), again: str = "") -> Response:
        """Return the page that says it, with the form under it.

        Args:
            again: fields that send the tables again, to see the atlas with them.
        """
        tree = page(
            "/own",
            [
                html.H1("Your tables, checked"),
                html.P(html.B(printable(said)), role="status"),
                html.Div(id=own_page.SEE) if again else None,
                *parts,
                *own_page.how(self.data),
            ],
            css="prose own-facts",
        )
        if self.data.own_said:
            tree = with_banner(tree, own_banner(self.data))
        slots = {own_page.FORM: own_page.form(self.data)}
        if again:
            slots[own_page.SEE] = own_page.see_form(self.data, again)
        title = "Your tables, checked"
        answer = self.paint(Rendered(title=title, tree=tree, slots=slots, status=status))
        answer.headers.update(NO_STORE)
        return answer

    def checked(self, sent: Sent) -> Response:
        """Return every fault, or what the values stand before and what they change."""
        found = self._joined(sent)
        if isinstance(found, Response):
            return found
        own, with_hers = found
        can_be_seen = self.desk.sessions is not None and with_hers.count > 0
        said = f"No fault: {_count(with_hers)} of {own.name}. Nothing was kept."
        if not can_be_seen:
            said += (
                " To see them on maps and journeys, serve the atlas with them on your own "
                "computer, see below."
            )
        parts: tuple[Any, ...] = ()
        if with_hers.count:
            parts = (
                *changes_parts(self.data, with_hers),
                html.H2("Your values", id="listed"),
                own_page.values_table(self.data, with_hers.values.head(MOST_SHOWN)),
            )
        return self.say(said, 200, parts, sent_again(sent) if can_be_seen else "")

    def seen(self, sessions: OwnSessions, asked: Request, sent: Sent) -> Response:
        """Make the atlas with the tables and lead to it, in place of one that she has already."""
        found = self._joined(sent)
        if isinstance(found, Response):
            return found
        own, with_hers = found
        if not with_hers.count:
            return self.say("There is no value in these tables that could be seen.", 422)
        before, address = self.desk.cookie.of(asked.scope), bucket_of(host_of(asked))
        try:
            token = sessions.add(own, with_hers, sent.files, before, address)
        except FullError:
            said = "As many readers as this site has room for look at facts of their own just now."
            return self._later(f"{said} Try again in some minutes; nothing was kept.", 503)
        except TooManyHereError:
            return self._later(_too_many(self.desk.most_each), 429)
        except NotKeptError as error:
            OPERATOR.error("tables of own facts can't be kept: %s", error)
            said = "This server could not keep your tables: its disk is full or can’t be written."
            return self._later(
                f"{said} Nothing was kept. Try again in some minutes, or see them on your own "
                "computer, as below.", 503,
            )  # fmt: skip
        led = RedirectResponse("/", 303, NO_STORE)
        self.desk.cookie.put(led, token)
        return led

    def _later(self, said: str, status: int) -> Response:
        answer = self.say(said, status)
        answer.headers["Retry-After"] = str(SPARED)
        return answer

    def _joined(self, sent: Sent) -> tuple[OwnFacts, Joined] | Response:
        own, faults = checked(sent.files, sent.name)
        if faults:
            count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
            said = f"{count}. Mend them and try again; nothing was kept."
            return self.say(said, 422, (_fault_table(faults),))
        return own, joined(own)


def _count(joined: Joined) -> str:
    return f"{joined.count} value{'' if joined.count == 1 else 's'}"


def _too_many(most_each: int) -> str:
    """Say what a reader can do whose address has as many as it may have."""
    readers = "One reader looks" if most_each == 1 else f"{most_each} readers look"
    return (
        f"{readers} at facts of their own from your network address, and no more may at once. "
        "If you look in another window or browser, say “Forget them” there; a reader who has not "
        f"looked for {SPARED // 60} minutes gives way, so try again then. Or see them on your own "
        "computer, as below. Nothing was kept."
    )


def add_own(router: APIRouter, data: Data, paint: Paint, desk: Desk) -> None:
    """Add the check, the templates and the look; ``paint`` makes the answer of a page."""
    answers = Answers(data=data, paint=paint, desk=desk)

    async def check(request: Request) -> Response:
        return await answers.read(request, answers.checked)

    router.add_api_route("/own/check", check, methods=["POST"])
    router.add_api_route("/own/template/{name}", template, methods=["GET", "HEAD"])
    if desk.sessions is not None:
        _add_look(router, answers, desk.sessions)


def _add_look(router: APIRouter, answers: Answers, sessions: OwnSessions) -> None:
    desk = answers.desk

    async def see(request: Request) -> Response:
        if not is_from_here(request, desk.origin):
            return answers.say("These tables were not sent from a page of this site.", 403)
        work = partial(answers.seen, sessions, request)
        return await answers.read(request, work)

    async def forget(request: Request) -> Response:
        if not is_from_here(request, desk.origin):
            return answers.say("This was not asked from a page of this site.", 403)
        token = desk.cookie.of(request.scope)
        if token:
            await run_in_threadpool(sessions.forget, token)
        to = request.query_params.get("to", "")
        led = RedirectResponse(to if OURS.fullmatch(to) else FORGOTTEN, 303, NO_STORE)
        desk.cookie.take(led)
        return led

    router.add_api_route("/own/see", see, methods=["POST"])
    router.add_api_route("/own/forget", forget, methods=["POST"])


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
