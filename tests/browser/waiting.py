"""How the tests of a browser wait: for what they need, as long as it takes, and never by the clock.

A machine that is busy is slow, not wrong. Nothing is read from a page that may still be moving.
"""

from playwright.sync_api import expect

PATIENCE = 90_000  # milliseconds until a test that hangs has failed; no wait is so long
# Fonts and pictures are there. Those that come when they are scrolled to are not waited for.
AT_REST = """() => Promise.all([
  document.fonts.ready,
  ...[...document.images].filter(one => one.loading !== "lazy")
    .map(one => one.decode().catch(() => 0)),
]).then(() => true)"""
HOLDS = """() => new Promise(done => {
  const end = Date.now() + %d;
  (function look() {
    if (%s) done(true);
    else if (Date.now() > end) done(false);
    else setTimeout(look, 40);
  })();
})"""
BOXES = "all => all.map(css => document.querySelector(css).getBoundingClientRect().toJSON())"


def holds(page, condition):
    """Wait until an expression of the page's script is true; it may be a frame's, too.

    Playwright's own ``wait_for_function`` evaluates code inside, which our content policy forbids.
    """
    assert page.evaluate(HOLDS % (PATIENCE, condition)), f"it did not come to pass: {condition}"


def boxes(page, *selectors):
    """Return where the first of each selector is, all read in one moment, once all are seen."""
    for css in selectors:
        expect(page.locator(css).first).to_be_visible()
    page.evaluate(AT_REST)
    return page.evaluate(BOXES, list(selectors))


def fits(page, width):
    """Wait until nothing is wider than the window; a figure may still be taking its new size."""
    holds(page, f"innerWidth === {width} && document.documentElement.scrollWidth <= {width}")
