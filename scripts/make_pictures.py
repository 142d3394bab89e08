"""Take the README's pictures from a running atlas: python scripts/make_pictures.py [address]."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path(__file__).parents[1] / "docs" / "pictures"
VIEWS = {"atlas": "/?country=LBY", "journey": "/journey/central-med-horn"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(address: str) -> None:
    """Write one PNG a view, 1440 x 900."""
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for name, path in VIEWS.items():
            page.goto(address + path)
            page.wait_for_selector("html[data-ready]")
            page.screenshot(path=OUT / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
