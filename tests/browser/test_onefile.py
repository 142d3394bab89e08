"""A view's file opened from disk, the network off: choose, read, sort."""

import re

import pytest
from playwright.sync_api import expect

from dashboard.onefile import one_file
from dashboard.promise_looks import LOOKS
from routes import Child

pytestmark = pytest.mark.usefixtures("app")  # which knows the site that a file links back to


@pytest.fixture
def offline(new_context):
    """Open a file from disk, the network off; nothing may be asked for and nothing may fail."""
    faults, asked = [], []

    def begin(path, **options):
        page = new_context(offline=True, **options).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            expect(page.locator("html")).to_have_attribute("data-ready", "1")
        return page

    yield begin
    assert faults == []
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []


def saved(folder, data, rest, query):
    made = one_file(data, rest, query)
    path = folder / made.name
    path.write_text(made.text, encoding="utf-8")
    return path


def test_a_map_from_disk(offline, data, tmp_path):
    page = offline(saved(tmp_path, data, "map", ""))
    usa = page.locator("#map-countries [data-c=USA]")
    expect(usa).to_have_class("s0")
    page.locator("#file-colour").select_option("goal-4")
    expect(page.locator("h1")).to_have_text(data.colourings["goal-4"].headline(Child()))
    page.get_by_label("Year").select_option("2015")
    expect(page.locator("#file-line")).to_contain_text("2015")
    libya = page.locator("#file-table tbody tr", has_text="Libya")
    letter = data.colourings["goal-4"]
    world = data.world(data.age_class(Child()), False)
    code = int(letter.codes(world, 2015)[world.countries.index("LBY")])
    expect(libya.locator("td").first).to_have_text(letter.step(code).label)
    expect(page.locator("#map-countries [data-c=LBY]")).to_have_class(letter.step(code).css)
    expect(page.locator("#file-back")).to_have_attribute(
        "href", f"{data.origin}/?colour=goal-4&year=2015"
    )
    head = page.get_by_role("button", name="Country")
    head.click()
    head.click()
    expect(page.locator("#file-table tbody tr").first).to_contain_text("Zimbabwe")
    expect(page.locator("#file-table th").first).to_have_attribute("aria-sort", "descending")
    page.locator("#map-countries [data-c=LBY]").focus()
    expect(page.locator(".tip")).to_contain_text("Libya")


def test_a_journey_from_disk(offline, data, tmp_path):
    page = offline(saved(tmp_path, data, "journey/central-med-horn", ""))
    page.get_by_label("Goal").select_option("4")
    expect(page.locator(".step-head")).to_contain_text("School and health")
    expect(page.locator(".goal-head.chosen")).to_contain_text("School and health")
    page.get_by_label("Year").select_option("2012")
    expect(page.locator("#file-line")).to_contain_text("2012")
    expect(page.locator(".step-head")).to_contain_text("School and health")
    profile = data.profile(data.atlas.journey("central-med-horn"), Child(), 2012, False)
    numbers = page.locator(".profile .cell .n-value").all_text_contents()
    expected = [
        "–" if goal == 5 else "?" if cell.level is None else str(cell.level)
        for goal in range(1, 7)
        for stage in profile.journey.stages
        for cell in [profile.cell(stage.order, goal)]
    ]
    assert numbers == expected
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_file_without_script_is_a_figure_and_a_table(offline, data, tmp_path):
    page = offline(saved(tmp_path, data, "country/LBY", ""), java_script_enabled=False)
    expect(page.locator("#file-controls")).to_be_hidden()
    expect(page.locator("#file-figure .strip-block")).to_have_count(4)
    expect(page.locator("#file-table tbody tr")).to_have_count(10)
    expect(page.locator(".view-sources li").first).to_be_visible()


# View, its query -> a cell to read, what stands under it, a choice, and how many lines it leaves.
MATRICES = {
    "sheet": (
        "countries=LBY,ITA,TUN&of=vote:GCM:no",
        "LBY.goal-2",
        "Libya, 2 Not detained",
        ("goal", "2"),
        8,
    ),
    "gaps": ("goal=2&routes=channel", "GBR.2-crc-37-b", "United Kingdom, ", ("find", "kingdom"), 6),
    "coverage": ("routes=channel", "GBR.goal-4", "United Kingdom, 4 ", ("goal", "4"), None),
    "goals/2": ("", "", "", ("find", "libya"), 1),
    "timeline": ("countries=LBY,GBR", "", "", ("show", "span-law"), None),
    "what-if": (
        "change=LBY:end-detention&route=channel",
        "LBY.goal-2",
        "supposed: ",
        ("show", "raised"),
        1,
    ),
}
NOT_KNOWN = LOOKS["unknown"].word


@pytest.mark.parametrize("rest", MATRICES)
def test_a_matrix_from_disk(offline, data, tmp_path, rest):
    query, cell, told, (box, value), left = MATRICES[rest]
    page = offline(saved(tmp_path, data, rest, query))
    lines = page.locator("#file-table tbody tr:visible")
    every = lines.count()
    if cell:
        page.locator(f'#file-figure [data-cell="{cell}"]').first.focus()
        expect(page.locator(".tip")).to_contain_text(told)
        expect(page.locator(".tip")).to_contain_text(re.compile(r"\d+\. \w"))  # who says so
    control = page.locator(f"#file-{box}")
    control.fill(value) if box == "find" else control.select_option(value)
    assert 0 < lines.count() < every
    if left is not None:
        expect(lines).to_have_count(left)
    expect(page.locator("#file-count")).to_have_text(f"{lines.count()} of {every} lines")
    if box == "goal":
        heads = page.locator("#file-figure thead th:visible", has_text="School and health")
        expect(heads).to_have_count(1 if value == "4" else 0)
    if rest == "coverage":
        page.locator("#file-figure th button.sorts", has_text="Country").click()
        first = page.locator("#file-figure tbody th").first
        expect(first).to_contain_text("Afghanistan")
    if rest == "timeline":  # what is chosen stands in the figure, too
        expect(page.locator("#file-figure .small-multiple:visible")).to_have_count(2)
        expect(page.locator("#file-figure .year-group:visible")).to_have_count(0)
    if rest == "gaps":  # words of the lines alone find the countries of the figure too
        control.fill(NOT_KNOWN)
        named = {line.split("\t")[0] for line in lines.all_inner_texts()}
        assert named
        expect(page.locator("#file-figure tbody tr:visible")).to_have_count(len(named))
    if rest == "sheet":
        page.get_by_label("Year").select_option("2012")  # before the vote: the three named alone
        expect(page.locator("#file-line")).to_contain_text("2012")
        expect(page.locator("h1")).to_contain_text("3 countries")
        expect(lines).to_have_count(3)
