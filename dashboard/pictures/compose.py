"""The whole picture: title and line, the view with its legend, and what it rests on at its foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dashboard.data import Data
from dashboard.exports.terms import LICENCE_SHORT
from dashboard.frozen import day, frozen_address, read
from dashboard.kept import kept_with_data
from dashboard.pictures.of_atlas import chart_subject, map_subject
from dashboard.pictures.of_country import country_subject
from dashboard.pictures.of_coverage import coverage_subject
from dashboard.pictures.of_gaps import gaps_subject
from dashboard.pictures.of_goals import goals_subject
from dashboard.pictures.of_journey import compare_subject, journey_subject, labels_subject
from dashboard.pictures.of_practice import practice_subject
from dashboard.pictures.of_sheet import sheet_subject
from dashboard.pictures.of_timeline import timeline_subject
from dashboard.pictures.of_what_if import what_if_subject
from dashboard.pictures.paper import LINE, Paper, safe
from dashboard.pictures.request import SIZES, AskedWronglyError, PictureRequest, Size
from dashboard.pictures.subject import Box, Subject, source_words
from routes import RoutesError

SUBJECTS: Mapping[str, Callable[[Data, str, str], Subject]] = MappingProxyType(
    {
        "map": map_subject,
        "chart": chart_subject,
        "journey": journey_subject,
        "labels": labels_subject,
        "compare": compare_subject,
        "country": country_subject,
        "gaps": gaps_subject,
        "goals": goals_subject,
        "sheet": sheet_subject,
        "coverage": coverage_subject,
        "what-if": what_if_subject,
        "timeline": timeline_subject,
        "practice": practice_subject,
    }
)
SMALL = 0.78  # of the foot, in em
LONGEST_LINK = 240
SMALLER = (0.92, 0.84, 0.77, 0.7, 0.63, 0.56)  # until a fixed size holds everything
SMALLEST_CUT = 0.77  # smaller than this, rows are left out before their words shrink


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture as SVG.

    Attributes:
        width, height: in CSS pixels.
        alt: the picture in words, and what is left out of it at this size.
    """

    svg: str
    width: int
    height: int
    title: str
    alt: str


def subject_of(data: Data, request: PictureRequest) -> Subject:
    """Return what a picture shows.

    Raises:
        RoutesError: there is no such route, branch, country or way.
    """
    found = SUBJECTS[request.kind](data, request.name, read(request.query).query)
    if data.edition:
        return replace(found, back=frozen_address(found.back, data.edition))
    return found


@kept_with_data(500)
def words_of(data: Data, rest: str) -> tuple[str, str, str]:
    """Return title, line and alternative text of a picture by what follows ``/picture/<form>/``.

    Empty when there is no such view: pages of it say so themselves.
    """
    path, _, query = rest.partition("?")
    try:
        found = subject_of(data, PictureRequest.read("svg", path, query))
    except (AskedWronglyError, RoutesError):
        return "", "", ""
    return found.title, found.line, found.alt


def draw(data: Data, request: PictureRequest) -> Drawn:
    """Draw a picture as SVG, with no browser and no file but our own faces.

    Raises:
        RoutesError: there is no such route, branch, country or way.
    """
    subject, words = _described(data, request)
    size = SIZES[request.size]
    link = data.origin + subject.back

    def at(smaller: float) -> tuple[Paper, float, bool]:
        paper = Paper(request.theme, size.em * smaller)
        return paper, *_laid_out(paper, subject, words, size, link)

    made = at(1.0)
    for smaller in SMALLER:
        if made[2] and not (made[0].told and smaller >= SMALLEST_CUT):
            break  # all is in its room; what is left out could not be drawn a bit smaller either
        made = at(smaller)
    paper, height, _ = made
    alt = " ".join([subject.alt, *paper.told])
    svg = paper.svg(size.width, height, title=subject.title, description=alt)
    return Drawn(svg=svg, width=size.width, height=round(height), title=subject.title, alt=alt)


def _described(data: Data, request: PictureRequest) -> tuple[Subject, _Foot]:
    subject = subject_of(data, request)
    return subject, _foot_words(data, subject)


def _laid_out(
    paper: Paper, subject: Subject, words: _Foot, size: Size, link: str
) -> tuple[float, bool]:
    """Draw everything; return the height, and whether all of it has its room."""
    em, margin = paper.em, 1.9 * paper.em
    room = size.width - 2 * margin
    top = margin + _head(paper, Box(margin, margin, room), subject)
    foot = _foot_height(paper, room, words)
    left = size.height - margin * 0.8 - foot - top - 0.8 * em if size.height else 0.0
    taken = subject.draw(paper, Box(margin, top, room, max(left, 1.0) if size.height else 0.0))
    height = float(size.height or round(top + taken + 0.8 * em + foot + margin * 0.8))
    _foot(paper, Box(margin, height - margin * 0.8 - foot, room), words, link)
    return height, not size.height or taken <= left + 1


def _head(paper: Paper, box: Box, subject: Subject) -> float:
    em = paper.em
    taken = paper.paragraph(
        box.x, box.y - 0.5 * em, box.width, subject.title, size=1.75, face="serif-600", most=2,
        line=1.18,
    )  # fmt: skip
    taken += paper.paragraph(
        box.x, box.y - 0.5 * em + taken + 0.25 * em, box.width, subject.line, fill="quiet", most=2
    )
    return taken + 0.45 * em


@dataclass(frozen=True, slots=True)
class _Foot:
    lines: tuple[str, ...]
    last: str
    link: str


def _foot_words(data: Data, subject: Subject) -> _Foot:
    told = [f"{subject.evidence} {source_words(data, subject.sources())}"]
    told += [note for note in subject.notes if note]
    if subject.dropped:
        told.append(f"Part of the address could not be used. {' '.join(subject.dropped)[:300]}")
    if data.own_said:  # before all else: it must not be lost among sources
        told.insert(0, f"{data.own_said[:1].upper()}{data.own_said[1:]}.")
    last = f"Data version {data.version} of {day(data.atlas.date)}. {LICENCE_SHORT}."
    link = data.origin + subject.back
    if len(link) > LONGEST_LINK:
        link = link[: LONGEST_LINK - 1] + "…"
    return _Foot(tuple(told), last, f"Every value with its source: {link}")


def _foot_height(paper: Paper, room: float, foot: _Foot) -> float:
    lines = sum(len(paper.lines(words, room, size=SMALL)) for words in foot.lines)
    lines += len(paper.lines(foot.link, room, size=SMALL)) + 1
    return (lines * SMALL * LINE + 0.9) * paper.em


def _foot(paper: Paper, box: Box, foot: _Foot, link: str) -> None:
    em, y = paper.em, box.y
    paper.rect(box.x, y, box.width, 1, paper.colour("line"))
    y += 0.6 * em
    for words in foot.lines:
        y += paper.paragraph(box.x, y, box.width, words, size=SMALL, fill="quiet")
    paper.add(f'<a href="{safe(link)}">')
    y += paper.paragraph(box.x, y, box.width, foot.link, size=SMALL, fill="accent")
    paper.add("</a>")
    name = paper.text(box.x, y + 0.9 * em, "Childways", size=0.95, face="serif-600")
    paper.text(box.x + name + 0.7 * em, y + 0.9 * em, foot.last, size=SMALL, fill="quiet",
               room=box.width - name - 0.7 * em)  # fmt: skip
