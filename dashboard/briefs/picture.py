"""The picture of a brief: the views' own drawings, without the frame that pictures have."""

from __future__ import annotations

from dashboard.briefs.asked import Made
from dashboard.data import Data
from dashboard.pictures.compose import Drawn
from dashboard.pictures.key import draw_key, level_entries
from dashboard.pictures.maps import draw_way
from dashboard.pictures.of_country import country_subject
from dashboard.pictures.paper import Paper
from dashboard.pictures.profile import draw_profile
from dashboard.pictures.subject import Box
from dashboard.state import link
from dashboard.theme import step_class
from routes import Profile

WIDTH, EM, EDGE = 1000.0, 14.5, 8.0
GOAL = 2  # that colours the map, as on the page of a journey


def draw(data: Data, made: Made) -> Drawn:
    """Draw the picture as SVG, in light colours: it is made for paper."""
    paper = Paper("light", EM)
    if made.journey is None:
        query = link("", made.request.lens.pairs()).removeprefix("?")
        subject = country_subject(data, made.brief.key, query)
        height = subject.draw(paper, Box(EDGE, EDGE, WIDTH - 2 * EDGE)) + EDGE
    else:
        lens = made.request.lens
        found = data.profile(made.journey, lens.child, lens.year, lens.checked)
        height = _way(data, found, paper)
    if data.own_said:  # the picture may be passed on without its brief
        said = f"{data.own_said[:1].upper()}{data.own_said[1:]}."
        room = WIDTH - 2 * EDGE
        height += paper.paragraph(EDGE, height + 0.4 * EM, room, said, fill="quiet") + 0.4 * EM
    svg = paper.svg(WIDTH, height + 4, title=made.brief.title, description=made.picture_words)
    return Drawn(
        svg=svg,
        width=round(WIDTH),
        height=round(height + 4),
        title=made.brief.title,
        alt=made.picture_words,
    )


def _way(data: Data, found: Profile, paper: Paper) -> float:
    """Put the map beside the profile, the key under both."""
    looks = {s.iso3: step_class(found.cell(s.order, GOAL).level) for s in found.countries}
    wide, gap = 0.36 * WIDTH, 1.6 * EM
    right = Box(wide + gap, EDGE, WIDTH - wide - gap - EDGE)
    tall = max(EDGE + draw_profile(Paper("light", EM), right, found), 0.62 * wide)
    draw_way(paper, Box(0, 0, wide, tall), data.atlas_map, found.journey, looks)
    draw_profile(paper, right, found)
    y = tall + 0.6 * EM
    return y + draw_key(paper, Box(EDGE, y, WIDTH - 2 * EDGE), level_entries(), size=0.9)
