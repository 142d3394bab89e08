"""Share, Picture: PNG, SVG and PDF at set sizes, and words for those who can't see it."""

from __future__ import annotations

from dash import html

from dashboard.components.share.item import Items, copy_item, links_item
from dashboard.components.share.view import SharedView
from dashboard.pictures.of import picture_address
from dashboard.pictures.request import SCALES, SIZES

NO_BROWSER = (
    "PNG and PDF can’t be made on this server just now: they need Chromium, which is switched off, "
    "missing or does not start. SVG is made without it, and drawing and slide programs open it."
)


def items(view: SharedView) -> Items:
    """Return the pictures of the view, a line a size, and their alternative text."""
    if not view.alt:
        return []
    has_png = view.data.has_png()
    found: Items = [] if has_png else [html.P(NO_BROWSER, className="quiet")]
    for name, size in SIZES.items():
        links = [("SVG", picture_address(view.address, "svg", size=name))]
        if has_png:
            links += [
                (f"PNG {scale}x" if scale != "1" else "PNG",
                 picture_address(view.address, "png", size=name, scale=scale))
                for scale in SCALES
            ]  # fmt: skip
            links.append(("PDF", picture_address(view.address, "pdf", size=name)))
        across = f"{size.width} × {size.height}" if size.height else f"{size.width} wide"
        found.append(links_item(f"{size.label} ({across})", links))
    if "view=table" in view.address:
        found.append(html.P("The table’s picture is its map.", className="quiet"))
    return [*found, copy_item("Alternative text", view.alt)]
