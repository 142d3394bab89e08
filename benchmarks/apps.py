"""The four apps: how each is started, and the few selectors by which its page is driven."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PLOTLY_SHAPES = ".choroplethlayer path"


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One app that is measured.

    Attributes:
        command, environ: how it is started; ``{port}`` stands for its port.
        shapes: selector of the countries on its map.
        menu: selector of what opens the choice of a colour.
        choice: selector of the next colour; ``{colour}`` and ``{label}`` stand for it.
        path: address of the page that is measured.
        least: how many countries must be drawn for the map to count as there.
        ready: JavaScript that is true once the page answers; "" when that can't be told.
    """

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    shapes: str = PLOTLY_SHAPES
    menu: str
    choice: str
    path: str = "/"
    least: int = 100
    ready: str = ""

    def command_on(self, port: int) -> list[str]:
        return [part.format(port=port) for part in self.command]

    def environ_on(self, port: int) -> dict[str, str]:
        named = {name: value.format(port=port) for name, value in self.environ.items()}
        return {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))), **named}


CHILDWAYS = App(
    name="Childways",
    command=(str(BIN / "childways"), "serve"),
    environ={"CHILDWAYS_PORT": "{port}", "CHILDWAYS_ACCESS_LOG": "0"},
    shapes="#map-countries path",
    menu='details.menu[data-menu="Colour"] > summary',
    choice='details.menu[data-menu="Colour"] a[data-go][href*="colour={colour}"]',
    ready='document.documentElement.dataset.ready === "1"',
)
# The journey beside it: no peer has such a page. The change is to another child.
JOURNEY = App(
    name="a journey",
    command=CHILDWAYS.command,
    environ=CHILDWAYS.environ,
    shapes=".route-map .countries path",
    menu='details.menu[data-menu="Child"] > summary',
    choice='details.menu[data-menu="Child"] a[data-go][href*="status=refugee"]',
    path="/journey/central-med-horn?goal=4",
    least=30,
    ready=CHILDWAYS.ready,
)
PLAIN_DASH = App(
    name="plain Dash",
    command=(sys.executable, "-m", "benchmarks.peers.plain_dash", "{port}"),
    menu="#colour",
    choice='.dash-dropdown-option >> text="{label}"',
)
VIZRO = App(
    name="Vizro",
    command=(sys.executable, "-m", "benchmarks.peers.vizro_app", "{port}"),
    menu=".dash-dropdown",
    choice='.dash-dropdown-option >> text="{label}"',
)
STREAMLIT = App(
    name="Streamlit",
    command=(
        *(sys.executable, "-m", "streamlit", "run", "benchmarks/peers/streamlit_app.py"),
        *("--server.port", "{port}", "--server.address", "127.0.0.1"),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
    ),
    menu='[data-testid="stSelectbox"] button',
    choice='[role="option"] >> text="{label}"',
)
APPS = (CHILDWAYS, JOURNEY, PLAIN_DASH, VIZRO, STREAMLIT)
