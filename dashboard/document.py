"""The HTML document around a page: styles, our scripts, then Dash's."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterable
from html import escape
from importlib.util import find_spec
from pathlib import Path

from dash import Dash

from dashboard import theme

# Ours, in one file. They start on the painted page, before Dash's scripts are here.
OUR_SCRIPTS = (
    "vendor/d3-zoom.min.js",
    "plain.js",
    "core.js",
    "atlas.js",
    "journey.js",
    "painted.js",
    "search.js",
    "what_if.js",
)
START_DASH = "window.renderer=new window.DashRenderer();"
# Of what Dash lists: no page holds a table component.
_UNUSED = ("dash_table",)
# Scripts that load nothing by themselves can travel together; components fetch parts of
# themselves from beside their own address, so they stay where they are.
_TOGETHER = ("/dash/deps/",)
_FINGERPRINT = re.compile(r"\.v[\w_]+m\d+")


def assets_folder() -> Path:
    """Return the assets inside the package (a wheel) or the repository's."""
    here = Path(__file__).parent
    return here / "assets" if (here / "assets").is_dir() else here.parent / "assets"


def stylesheet() -> str:
    """Return the palette and all our styles, as every page has them."""
    styles = assets_folder().glob("*.css")
    ordered = sorted(styles, key=lambda path: (path.name != "childways.css", path.name))
    return theme.stylesheet() + "".join(path.read_text("utf-8") for path in ordered)


class Document:
    """What every page of one app is wrapped in.

    Attributes:
        version: changes with every asset and with the data; it is in their addresses.
        stamp: of the data that a page fetches; the version, but for what one browser sees alone.
        atlas: the version of the data that pages are made of: what Dash draws must be of the same.
        early: the script that runs before the first paint, inline.
    """

    def __init__(self, dash: Dash, data_version: str) -> None:
        assets = assets_folder()
        self.early = (assets / "theme.js").read_text(encoding="utf-8")
        self.stylesheet = stylesheet()
        self.our_script = _joined(assets / name for name in OUR_SCRIPTS)
        found = re.findall(r'<script src="([^"]+)"', dash._generate_scripts_html())
        sources = [src for src in found if not any(name in src for name in _UNUSED)]
        together = [src for src in sources if any(part in src for part in _TOGETHER)]
        self.dash_script = _joined(_file_of(src) for src in together)
        self._dash_sources = [src for src in sources if src not in together]
        self._config = dash._generate_config_html()
        parts = [p.read_bytes() for p in sorted(assets.rglob("*")) if p.is_file()]
        parts += [self.stylesheet.encode(), self.dash_script.encode(), data_version.encode()]
        self.version = hashlib.sha256(b"".join(parts)).hexdigest()[:12]
        self.stamp = self.version
        self.atlas = data_version

    def around(self, data_version: str, stamp: str = "") -> Document:
        """Return the same, around pages of other data, and perhaps fetched under another stamp."""
        made = copy.copy(self)
        made.atlas, made.stamp = data_version, stamp or self.stamp
        return made

    @property
    def inline_scripts(self) -> tuple[str, ...]:
        return self.early, START_DASH

    def html(
        self, title: str, body: str, *, is_live: bool, scripts: tuple[str, ...] = (), head: str = ""
    ) -> str:
        """Return a whole document.

        Args:
            body: the painted page, as HTML.
            is_live: whether Dash takes the page over.
            scripts: more of our files that this page needs, by their path under assets.
            head: more elements for the head.
        """
        at = f"/static/{self.version}"
        tail = f'<script defer src="{at}/app.js"></script>'
        tail += "".join(f'<script defer src="{at}/{name}"></script>' for name in scripts)
        if is_live:
            theirs = [f"{at}/dash.js", *self._dash_sources]
            tail = (
                '<div id="react-entry-point"></div>'
                + tail
                + self._config
                + "".join(f'<script defer src="{src}"></script>' for src in theirs)
                # A module waits for the deferred scripts before it.
                + f'<script type="module">{START_DASH}</script>'
            )
        return (
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)} · Childways</title>"
            '<meta name="description" content="An atlas of child journeys and protections: how '
            'protection changes along migration routes.">'
            f'<link rel="icon" href="{at}/icon.svg" type="image/svg+xml">'
            f'<link rel="stylesheet" href="{at}/childways.css">'
            f"<script>{self.early}</script>{head}</head>"
            f'<body data-version="{self.stamp}" data-atlas="{self.atlas}">'
            f'<div id="painted">{body}</div>{tail}'
            "</body></html>"
        )


def _joined(paths: Iterable[Path]) -> str:
    return ";\n".join(path.read_text(encoding="utf-8") for path in paths)


def _file_of(source: str) -> Path:
    """Return the file behind one of Dash's script addresses."""
    package, _, path = source.removeprefix("/_dash-component-suites/").partition("/")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"Dash names a script of {package!r}, which is not installed.")
    return Path(spec.origin).parent / _FINGERPRINT.sub("", path)
