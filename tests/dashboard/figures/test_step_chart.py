"""Small step charts: unknown is a gap, and every chart of a page shares its axes."""

import re

from dashboard.figures.step_chart import HEIGHT, WIDTH, Series, Tick, chart

YEARS = tuple(range(2010, 2016))


def series(kind, *steps):
    labels = tuple("Not known" if step is None else f"Step {step}" for step in steps)
    return Series(kind=kind, steps=steps, labels=labels)


def test_a_year_not_known_is_a_gap_in_the_line():
    svg = chart(YEARS, [series("law", 0, 0, None, None, 4, 4)], label="A")
    assert svg.count('class="run"') == 2
    assert re.findall(r"<title>(.*?)</title>", svg) == [
        "Step 0, 2010 to 2011", "Step 4, 2014 to 2015",
    ]  # fmt: skip


def test_a_change_is_a_step_up_where_it_is_better():
    svg = chart(YEARS, [series("law", 0, 0, 0, 4, 4, 4)], label="A")
    (path,) = re.findall(r'class="run" d="([^"]+)"', svg)
    start, end = re.match(r"M[\d.]+,([\d.]+)H[\d.]+V([\d.]+)H", path).groups()
    assert float(end) < float(start)  # the y axis of a picture grows downwards


def test_nothing_known_draws_no_line():
    svg = chart(YEARS, [series("practice", *[None] * 6)], label="A")
    assert 'class="run"' not in svg
    assert 'class="point' not in svg


def test_law_and_practice_differ_in_form():
    svg = chart(YEARS, [series("law", *[4] * 6), series("practice", *[4] * 6)], label="A")
    paths = re.findall(r'class="run" d="([^"]+)"', svg)
    marks = re.findall(r'class="point s4"[^>]* d="([^"]+)"', svg)
    assert len(set(paths)) == 2  # never one exactly over the other
    assert len(set(marks)) == 2


def test_all_charts_share_their_axes_and_milestones_outside_are_left_out():
    one = chart(YEARS, [series("law", *[0] * 6)], label="A", lines={2012: "World", 1990: "Old"})
    other = chart(YEARS, [], label="B", ticks=[Tick(year=2011.5, title="Law"),
                                               Tick(year=2030.0, title="Later")])  # fmt: skip
    for svg in (one, other):
        assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in svg
        assert ">2010</text>" in svg
        assert ">2015</text>" in svg
    assert "World" in one
    assert "Old" not in one
    assert other.count('class="tick"') == 1


def test_words_in_a_chart_can_not_break_out_of_it():
    svg = chart(YEARS, [], label='"><script>', ticks=[Tick(year=2011.0, title="<b>")])
    assert "<script>" not in svg
    assert "<b>" not in svg
