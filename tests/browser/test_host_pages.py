"""Share's code pasted into six kinds of host page on another port; looked at, not only loaded."""

import base64
import re
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.frame_size import SHORTEST
from dashboard.theme import LEVELS, PAPER
from tests.browser.waiting import AT_REST, fits, holds

DOCUMENT = Path(__file__).parents[2] / "docs" / "embedding.md"
VIEWS = {"/?colour=goal-2": "detention", "/journey/channel": "Channel"}
# The script that the documentation gives to host pages that may run one.
LISTENER = re.search(r"```js\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[1]
COLUMN = "<!DOCTYPE html><meta charset='utf-8'><body style='margin:0;font:16px serif'>{}</body>"
COUNT = """async ([picture, colours]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const dots = pen.getImageData(0, 0, image.width, image.height).data;
  const counts = colours.map(() => 0), seen = new Map();
  for (let i = 0; i < dots.length; i += 4) {
    const key = (dots[i] << 16) + (dots[i + 1] << 8) + dots[i + 2];
    seen.set(key, (seen.get(key) || 0) + 1);
    colours.forEach((colour, n) => {
      if (colour.every((part, at) => Math.abs(dots[i + at] - part) < 4)) counts[n]++;
    });
  }
  const most = Math.max(...seen.values()) / (dots.length / 4);
  return {counts, distinct: seen.size, most, rows: image.height, columns: image.width};
}"""


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


class Report:
    """A page of another site that holds the code, and what can be seen of it."""

    def __init__(self, context, address, tmp_path):
        self.page = context.new_page()
        self.page.goto(address)
        self.frame = self.page.frame_locator("iframe")
        self.tmp_path = tmp_path

    def inside(self):
        """Return the frame, when all of it is there."""
        frame = self.page.locator("iframe").element_handle().content_frame()
        frame.wait_for_url("**/embed/**")  # and its pictures
        return frame

    def box(self):
        expect(self.page.locator("iframe")).to_be_visible()
        return self.page.locator("iframe").bounding_box()

    def looks(self, chromium, name):
        """Return how often each level's colour is seen in the frame, and how much of it is bare."""
        self.inside()
        picture = self.page.locator("iframe").screenshot(path=self.tmp_path / f"{name}.png")
        context = chromium.new_context()
        told = context.new_page().evaluate(
            COUNT, [base64.b64encode(picture).decode(), [rgb(ink.fill) for ink in LEVELS]]
        )
        context.close()
        return told

    def is_wider_than_it_may(self):
        """Whether the frame sticks out of its column."""
        return self.page.evaluate(
            "(() => { const one = document.querySelector('iframe');"
            " return one.offsetWidth > one.parentElement.clientWidth; })()"
        )

    def overflow(self):
        """Return by how many pixels the view is wider and higher than its frame."""
        inside = self.inside()
        inside.evaluate(AT_REST)
        return inside.evaluate(
            "[document.documentElement.scrollWidth - innerWidth,"
            " document.documentElement.scrollHeight - innerHeight]"
        )


@pytest.fixture
def code(visit, known_as):
    """The code that Share gives for a view."""

    def copy(view):
        page = visit(at=known_as).open(view)
        page.click("details[data-menu=Share] > summary")
        box = page.locator("#share-code-for-a-web-page")
        expect(box).to_have_value(re.compile(f"<iframe.*{re.escape(known_as)}", re.DOTALL))
        return box.input_value()

    return copy


@pytest.fixture
def report(new_context, foreign, tmp_path):
    """Paste code into a page of another site: ``report(html, headers, **context)``."""
    pages, other = foreign

    def paste(html, headers=None, **options):
        pages["/report"] = (COLUMN.format(html), headers or {})
        size = {"width": 760, "height": 900}
        context = new_context(**{"viewport": size, **options})
        return Report(context, f"{other}/report", tmp_path)

    return paste


def is_a_picture(told, colours=2):
    """The levels are seen in their own colours, and most of the frame is not bare."""
    seen = [count for count in told["counts"] if count > 60]
    return len(seen) >= colours and told["distinct"] > 40 and told["most"] < 0.97


@pytest.mark.parametrize("view", VIEWS)
def test_plain_and_narrow_pages_hold_the_view(code, report, chromium, view):
    text = code(view)
    assert "<script" not in text
    wide = report(f"<div style='width:700px'>{text}</div>")
    expect(wide.frame.locator("h1")).to_contain_text(VIEWS[view])
    assert is_a_picture(wide.looks(chromium, "plain"))
    across, down = wide.overflow()
    assert across <= 0
    assert down <= 0.08 * wide.box()["height"], "at the width it is made for, it fits"
    assert not wide.is_wider_than_it_may()
    narrow = report(f"<div style='width:300px'>{text}</div>")
    expect(narrow.frame.locator("h1")).to_be_visible()
    assert narrow.box()["width"] <= 300
    assert narrow.box()["height"] >= 0.5 * wide.box()["height"], "it keeps most of its height"
    assert narrow.overflow()[0] <= 0
    assert is_a_picture(narrow.looks(chromium, "narrow"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_whose_scripts_are_stripped_holds_the_view(code, report, chromium, view):
    text = code(view)
    stripped = re.sub(r"<script.*?</script>|\son\w+=(\"[^\"]*\"|'[^']*')", "", text)
    still = report(f"<div style='width:700px'>{stripped}</div>", java_script_enabled=False)
    expect(still.frame.locator("h1")).to_contain_text(VIEWS[view])
    assert is_a_picture(still.looks(chromium, "stripped"))
    assert still.box()["height"] >= SHORTEST


@pytest.mark.parametrize("sandbox", ["", "allow-scripts"])
def test_a_sandboxed_frame_shows_the_view_in_its_own_type(code, report, chromium, sandbox):
    text = code("/journey/channel").replace("<iframe", f'<iframe sandbox="{sandbox}"')
    made = report(f"<div style='width:700px'>{text}</div>")
    expect(made.frame.locator(".profile .cell").first).to_be_visible()
    assert is_a_picture(made.looks(chromium, f"sandbox{sandbox}"))
    if sandbox:  # without scripts there is no asking; the same fonts are sent
        inside = made.inside()
        assert inside.evaluate("document.fonts.ready.then(f => f.check('16px Inter'))")
        loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
        assert "Inter" in " ".join(inside.evaluate(loaded))


def test_a_page_with_a_strict_policy_still_gives_a_sensible_height(
    code, report, chromium, known_as
):
    """Such a page takes the style from the code: the height is then told by an attribute."""
    policy = f"default-src 'none'; frame-src {known_as}"
    made = report(code("/journey/channel"), {"Content-Security-Policy": policy})
    expect(made.frame.locator(".profile .cell").first).to_be_visible()
    expect(made.page.locator("iframe")).to_have_css("min-height", "0px")
    assert made.box()["height"] >= SHORTEST
    assert made.box()["width"] > 700
    assert is_a_picture(made.looks(chromium, "policy"))


@pytest.mark.parametrize("width", [300, 700])
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_that_listens_shows_the_view_without_a_scrollbar(code, report, view, width):
    made = report(f"<div style='width:{width}px'>{code(view)}</div><script>{LISTENER}</script>")
    frame = made.page.locator("iframe")
    expect(frame).to_have_attribute("style", re.compile(r"height: \d+px"))
    # Fonts and the picture may come later, and the height with them: look until it holds.
    inside = made.inside()
    inside.evaluate(AT_REST)
    holds(inside, "document.documentElement.scrollHeight === innerHeight")
    assert made.overflow() == [0, 0]
    told = int(re.search(r"height: (\d+)px", frame.get_attribute("style"))[1])
    assert 300 < told < 4000


@pytest.mark.parametrize("view", VIEWS)
def test_on_paper_the_view_is_light_and_in_its_colours(code, report, chromium, view):
    before = "<p>Words before the frame.</p>" * 4
    made = report(f"{before}<div style='width:700px'>{code(view)}</div>", color_scheme="dark")
    expect(made.frame.locator("h1")).to_contain_text(VIEWS[view])
    made.page.emulate_media(media="print", color_scheme="dark")
    paper = f"rgb({', '.join(map(str, rgb(PAPER['light']['paper'])))})"
    expect(made.frame.locator("body")).to_have_css("background-color", paper)
    assert is_a_picture(made.looks(chromium, "print"))
    pdf = made.page.pdf(print_background=True)
    drawn = _fills(b"".join(_inflated(pdf)))
    found = [ink for ink in LEVELS if tuple(rgb(ink.fill)) in drawn]
    assert len(found) >= 2, "the levels' colours are not on paper"


def _inflated(pdf):
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue


def _fills(drawn):
    """Return every colour that a PDF fills with; its operator ``rg`` takes parts of one."""
    found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", drawn)
    return {tuple(round(float(part) * 255) for part in parts) for parts in found}


@pytest.mark.parametrize("size", [(700, 160), (300, 200)])
def test_a_low_frame_shows_what_it_is_and_scrolls(new_context, address, size, tmp_path):
    context = new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    for path in ("/embed/map?colour=goal-2", "/embed/journey/channel", "/embed/country/LBY"):
        page.goto(address + path)
        page.screenshot(path=tmp_path / f"low-{size[0]}{path.replace('/', '-')[:20]}.png")
        expect(page.locator("h1")).to_be_in_viewport()
        page.mouse.wheel(0, 5000)
        foot = page.locator(".embed-foot")
        expect(foot).to_be_in_viewport()
        fits(page, size[0])
