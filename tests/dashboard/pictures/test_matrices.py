"""Pictures of matrices and counts: every cell is the page's, and what is left out is told."""

import re
from html import unescape
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from dashboard.components.before_after import ordered
from dashboard.components.lever_list import shown_groups
from dashboard.markup import to_html
from dashboard.pictures.compose import draw, words_of
from dashboard.pictures.matrix import Head, Matrix, Row, Spot, draw_matrix, left_out
from dashboard.pictures.paper import Paper
from dashboard.pictures.request import PictureRequest
from dashboard.pictures.subject import Box
from dashboard.promise_looks import LOOKS
from dashboard.sheet_state import SheetState
from dashboard.site import render
from dashboard.what_if_state import WhatIfState
from routes import GOALS

SVG = "{http://www.w3.org/2000/svg}"


def drawn(data, rest, query=""):
    return draw(data, PictureRequest.read("svg", rest, query))


def told(made):
    """The words of every cell, as those read it who point at it."""
    root = ElementTree.fromstring(made.svg.encode())
    return [group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g")
            if group.find(f"{SVG}title") is not None]  # fmt: skip


def written(made):
    return " ".join(t.text or "" for t in ElementTree.fromstring(made.svg).iter(f"{SVG}text"))


def page(data, path, query=""):
    found = render(data, path, query)
    return to_html(found.tree, found.slots)


def gap_rows(data, query):
    """Country -> the words of its cells on the page, in the page's order."""
    text = page(data, "/commitments", query)
    body = re.search(r'class="table-wrap gap-matrix.*?<tbody>(.*?)</tbody>', text, re.S)[1]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.S):
        name = unescape(re.search(r'<th scope="row"><a [^>]*>([^<]*)</a>', row)[1])
        found[name] = re.findall(r'class="gap [^"]*"[^>]*><b[^>]*>.</b><span>([^<]*)</span>', row)
    return found


@pytest.mark.parametrize(
    "query", ["", "goal=2&sort=country", "goal=1&routes=channel", "only=not_kept&year=2018"]
)
def test_cells_of_promises_are_those_of_the_page_in_its_order(data, query):
    made = drawn(data, "gaps", f"{query}&size=column")
    cells = [words.rpartition(": ") for words in told(made)]
    shown = [(start.partition(": ")[0], word) for start, _, word in cells]
    expected = gap_rows(data, query)
    assert shown == [(name, word) for name, words in expected.items() for word in words]
    assert "left out for want of room" not in written(made)


def test_rows_that_do_not_fit_are_told_in_the_picture_and_in_its_words(data):
    made = drawn(data, "gaps", "size=card")
    expected = list(gap_rows(data, ""))
    shown = list(dict.fromkeys(words.partition(": ")[0] for words in told(made)))
    assert 5 < len(shown) < len(expected)
    assert shown == expected[: len(shown)]
    words = left_out(len(expected), len(shown), "the worst that is known first")
    assert words in written(made)
    assert made.alt.endswith(words)


def test_counts_of_the_legend_are_those_of_the_page(data):
    counts = re.findall(
        r'<span class="step-label">([^<]+)</span>.*?<span class="count">(\d+)',
        page(data, "/commitments", ""), re.S,
    )  # fmt: skip
    made = drawn(data, "gaps", "size=page")
    assert counts
    for label, number in counts:
        assert f"{label} {number}" in written(made)
        assert f"{label} in {number}" in made.alt


def test_unknown_and_not_promised_are_no_breach_and_look_apart(data):
    made = drawn(data, "gaps", "size=page")
    assert "is not in breach" in written(made)
    assert 'fill="url(#hatch0)"' in made.svg
    assert "of which nothing is known" in written(made)


@pytest.mark.parametrize("rest", ["gaps", "coverage", "goals", "what-if"])
def test_unknown_cells_are_one_shape_so_that_a_pdf_is_made_in_time(data, rest):
    """Each shape with a hatch holds it whole in a PDF: 400 cells took the browser too long."""
    query = "change=LBY:end-detention" if rest == "what-if" else ""
    made = drawn(data, rest, f"{query}&size=column")
    assert 1 <= made.svg.count('fill="url(#hatch') <= 6


@pytest.mark.parametrize("goal", GOALS)
def test_a_goals_counts_are_the_models(data, goal):
    found = data.atlas.standing(goal)
    made, all_six = drawn(data, f"goals/{goal}", "size=page"), drawn(data, "goals", "size=column")
    if not found.is_judged:
        assert "no level is given" in made.alt
        assert "Not judged" in written(made)
        return
    assert f"Known for {found.known} of {len(found.countries)} countries" in written(all_six)
    for level, iso3s in found.by_level.items():
        assert f"{len(iso3s)} at level {level}" in made.alt
        assert f"Level {level}, " in written(made)
        assert any(words.endswith(f": {len(iso3s)}") for words in told(made)) or not iso3s
    assert f"{len(found.unknown)} not known" in made.alt
    last = found.years[-1]
    assert f"{last.year}: level 0 {last.levels[0]}" in " ".join(told(made))
    assert f"not known {last.unknown}" in " ".join(told(made))


def test_names_of_countries_that_have_no_room_are_counted(data):
    found = data.atlas.standing(2)
    made = drawn(data, "goals/2", "size=card")
    line = re.search(r"Not known: (\d+) countries\. (.*?) and (\d+) more\.", written(made))
    assert int(line[1]) == len(found.unknown)
    assert line[2].count(", ") + 1 + int(line[3]) == len(found.unknown)


def test_the_words_of_a_picture_do_not_draw_it(data, monkeypatch):
    def never(*_args):
        raise AssertionError("drawn for its words alone")

    for name in ("draw_matrix", "draw_world", "_sources"):
        monkeypatch.setattr(f"dashboard.pictures.of_gaps.{name}", never)
    title, line, alt = words_of(data, "gaps?year=2017")
    assert title == "What was promised, and what the facts show"
    assert "2017" in line
    assert alt.startswith("Matrix of ")


@pytest.mark.parametrize("name", ["7", "x", "2/3"])
def test_there_is_no_picture_of_a_goal_that_is_none(client, name):
    assert client.get(f"/picture/svg/goals/{name}").status_code == 404


# -- The negotiation sheet ----------------------------------------------------------------------
BALKANS = "of=route:western-balkans"


def sheet_rows(data, query):
    """Country -> (level, known share) of each goal and the lowest, as the page shows them."""
    text = unescape(page(data, "/sheet", query))
    table = re.search(r'class="table-wrap sheet-table.*?</table>', text, re.S)[0]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S):
        name = re.search(r'<th scope="row"><a [^>]*>([^<]*)</a>', row)[1]
        levels = re.findall(r'class="gap [^"]*"[^>]*><b[^>]*>(.)</b><span>([^<]*)</span>', row)
        found[name] = levels, re.findall(r'class="cell-known">([^<]*)<', row)
    return found


def test_cells_of_a_sheet_are_those_of_the_page(data):
    made = drawn(data, "sheet", f"{BALKANS}&size=page")
    expected = sheet_rows(data, BALKANS)
    cells = {}
    for words in told(made):
        name, _, rest = words.partition(": ")
        cells.setdefault(name, []).append(rest)
    assert list(cells) == list(expected)
    for name, (levels, known) in expected.items():
        *goals, lowest = cells[name]
        assert len(goals) == len(GOALS)
        for goal, (sign, word), share in zip(goals, levels, known, strict=False):
            level = word if sign in "?–" else f"{sign} {word}"
            assert f": {level}" in goal
            assert f", {share};" in goal or not share
        sign, word = re.search(r": (?:(\d) )?(.+)$", f": {lowest.partition(': ')[2]}").groups()
        assert word == ("not known" if sign is None else word)
        assert sign == min((s for s, _ in levels[:6] if s.isdigit()), default=None)


def test_promises_in_a_sheet_are_counted_as_the_model_does(data):
    state, _, _ = SheetState.read(data, BALKANS)
    cells = told(drawn(data, "sheet", f"{BALKANS}&size=page"))
    for row in state.made(data).rows:
        for cell in row.cells:
            mine = next(w for w in cells if w.startswith(f"{row.name}: {cell.goal} "))
            promises = mine.partition("; promises ")[2]
            for name in ("not_kept", "partly", "kept_in_law", "kept"):
                number = cell.promises.counts.get(name, 0)
                assert (f"{number} {LOOKS[name].word}" in promises.split(", ")) == bool(number)


def test_a_sheet_that_is_cut_holds_the_weakest_and_says_so(data):
    query = "of=region:africa"
    made = drawn(data, "sheet", f"{query}&size=card")
    shown = list(dict.fromkeys(words.partition(": ")[0] for words in told(made)))
    weakest = list(sheet_rows(data, f"{query}&sort=weakest"))
    assert shown == weakest[: len(shown)]
    assert len(shown) < len(weakest)
    words = left_out(len(weakest), len(shown), "the lowest known level first")
    assert words in written(made)
    assert made.alt.endswith(words)
    whole = drawn(data, "sheet", f"{query}&size=column")
    assert list(dict.fromkeys(w.partition(": ")[0] for w in told(whole))) == list(
        sheet_rows(data, query)
    )


def test_a_pasted_list_stays_words_and_what_names_nobody_is_said(data):
    query = urlencode({"paste": "Serbia\n<script>alert(1)</script>\n]]>&amp;", "size": "page"})
    made = drawn(data, "sheet", query)
    root = ElementTree.fromstring(made.svg.encode())
    assert {e.tag.removeprefix(SVG) for e in root.iter()}.isdisjoint({"script", "img"})
    assert "no country is called “<script>alert(1)</script>”" in written(made)
    assert "1 country" in made.title


def test_an_empty_sheet_says_so(data):
    made = drawn(data, "sheet")
    assert "No country is on the sheet." in written(made)
    assert "No country is on the sheet." in made.alt


# -- What-if -----------------------------------------------------------------------------------
CHANGE = "change=LBY:end-detention-families&company=family"


def test_levels_before_and_after_are_the_models(data):
    state, _ = WhatIfState.read(data, CHANGE)
    effect = state.effect(data)
    cells = told(drawn(data, "what-if", f"{CHANGE}&size=column"))
    for one in ordered(effect):
        for goal in {d.goal for d in one.comparison.differences}:
            for when, profile in (("now", one.before), ("what if", one.after)):
                for stage in one.journey.stages:
                    level = profile.cell(stage.order, goal).level
                    said = f"stage {stage.order}, goal {goal}, {when}"
                    words = next(
                        w for w in cells
                        if w.startswith(f"{profile.names[stage.iso3]}, {said}")
                        and w.endswith(": not known" if level is None else f": {level}")
                    )  # fmt: skip
                    assert ("a calculation, not a fact" in words) == (when == "what if")


@pytest.mark.parametrize("size", ["slide", "column", "page", "card"])
@pytest.mark.parametrize("query", ["", CHANGE])
def test_a_what_if_says_in_every_part_that_it_is_no_fact(data, query, size):
    made = drawn(data, "what-if", f"{query}&size={size}")
    assert "A calculation, not a fact" in made.title
    assert made.alt.startswith("A calculation, not a fact")
    assert written(made).count("calculation, not a fact") >= 3
    assert "what is supposed rests on no source" in written(made)


def test_sentences_of_a_what_if_are_the_models(data):
    state, _ = WhatIfState.read(data, CHANGE)
    words = written(drawn(data, "what-if", f"{CHANGE}&size=page"))
    for sentence in state.effect(data).sentences():
        assert sentence.text in words


def test_journeys_that_have_no_room_are_counted(data):
    state, _ = WhatIfState.read(data, CHANGE)
    total = len(state.effect(data).changed)
    made = drawn(data, "what-if", f"{CHANGE}&size=card")
    shown = len(re.findall(r"Weakest known level", written(made)))
    words = left_out(total, shown, "journeys that are lifted first", one="journey", many="journeys")
    assert words
    assert words in written(made)
    assert made.alt.endswith(words)


def test_levers_are_those_of_the_page_in_its_order(data):
    state, _ = WhatIfState.read(data, "")
    groups, _ = shown_groups(state, state.ranking(data))
    made = drawn(data, "what-if", "size=page")
    lifted = re.findall(r"lifts (\d+) of (\d+) journeys?", written(made))
    assert 5 < len(lifted) < len(groups)
    assert lifted == [(str(len(g[0].lifted)), str(g[0].through)) for g in groups[: len(lifted)]]
    assert f"{len(groups) - len(lifted)} of {len(groups)} changes are left out" in written(made)
    assert f"{groups[0][0].figures[0].value:,} unaccompanied children" in written(made)


# -- What is known -----------------------------------------------------------------------------
def coverage_rows_of(data, query):
    text = unescape(page(data, "/data", f"view=coverage&{query}"))
    table = re.search(r'class="table-wrap coverage.*?</table>', text, re.S)[0]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S):
        name = re.search(r'<th scope="row"><a [^>]*>([^<]*)</a>', row)[1]
        found[name] = re.findall(
            r'<(?:span|a) class="known-cell [^"]*"[^>]*>(?:<span[^>]*>)?([^<]*)', row
        )
    return found


@pytest.mark.parametrize("query", ["", "goal=3&routes=channel&sort=country"])
def test_what_is_known_is_drawn_as_on_the_page(data, query):
    made = drawn(data, "coverage", f"{query}&size=column")
    shown = {}
    for words in told(made):
        name, _, rest = words.partition(": ")
        shown.setdefault(name, []).append(rest)
    expected = coverage_rows_of(data, query)
    assert list(shown) == list(expected)
    for name, signs in expected.items():
        for sign, words in zip(signs, shown[name], strict=False):
            if "/" in sign:
                assert "{} of {} answered".format(*sign.split("/")) in words
            else:
                says = {"?": "not known", "–": "not ask|does not apply"}.get(sign, sign)
                assert re.search(says, words)
    assert "no levels of protection" in written(made)


def matrix(rows):
    spot = Spot(css="s1", sign="1", words="1 Goal: weak")
    return Matrix(
        heads=(Head(short="1", words="Goal"),),
        rows=tuple(Row(name=f"Row {i}", spots=(spot,)) for i in range(rows)),
        order="by name",
    )


@pytest.mark.parametrize(("rows", "height"), [(3, 300.0), (40, 300.0), (400, 300.0), (400, 0.0)])
def test_a_matrix_stays_in_its_box_and_counts_what_it_leaves_out(rows, height):
    paper = Paper("light", 13)
    taken = draw_matrix(paper, Box(0, 0, 500, height), matrix(rows))
    shown = sum("<title>Row" in part for part in paper._parts)
    assert taken <= height or not height
    assert paper.told == ([left_out(rows, shown, "by name")] if shown < rows else [])
    assert (shown == rows) == (rows < 100 or not height)
