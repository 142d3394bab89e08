"""``childways brief``: a country or a journey on two pages, as a file."""

from __future__ import annotations

import argparse
import os
import sys
from urllib.parse import urlencode

from dashboard.briefs import BriefRequest, make
from dashboard.briefs.web import in_form
from dashboard.config import Config, ConfigError
from dashboard.data import Data
from dashboard.pictures.request import PictureError
from dashboard.pictures.studio import PictureSettings, Studio
from routes import RoutesError

FORMS = ("pdf", "docx", "md", "html")
CHOICES = ("branch", "year", "age", "company", "status")


def run(options: argparse.Namespace) -> int:
    """Write one brief; returns the exit code: 0 done, 2 can't be done.

    Raises:
        geodata.DataError: nothing has been built.
    """
    form = options.to.suffix.removeprefix(".").lower()
    if form not in FORMS:
        return _refused(f"{options.to}: a brief ends in one of {', '.join(FORMS)}.")
    if not options.to.parent.is_dir():
        return _refused(f"{options.to.parent}: there is no such folder. Make it first.")
    try:
        settings = Config.from_env(os.environ)
    except ConfigError as error:
        return _refused(str(error))
    data = Data.load(options.built or settings.built)
    data.origin = settings.public_origin
    studio = Studio(PictureSettings(workers=min(1, settings.pictures), chromium=settings.chromium))
    try:
        request, dropped = BriefRequest.read(data, *_address(data, options))
        made = make(data, request)
        content = in_form(data, made, form, studio)
    except (RoutesError, PictureError) as error:
        return _refused(str(error))
    finally:
        studio.close()
    for notice in dropped:
        print(notice, file=sys.stderr)
    options.to.write_bytes(content)
    size = f"{len(content) / 1e3:.0f} kB"
    print(f"{options.to}: {made.heading}, {made.brief.year}; {size}, data version {data.version}")
    return 0


def _address(data: Data, options: argparse.Namespace) -> tuple[str, str]:
    """Return what stands after ``/brief/``, and the query."""
    path, _, query = options.what.removeprefix(data.origin).partition("?")
    rest = path.strip("/").removeprefix("brief/")
    if "/" not in rest:
        rest = f"journey/{rest}" if rest in data.atlas.routes else f"country/{rest}"
    chosen = [(name, getattr(options, name)) for name in CHOICES if getattr(options, name)]
    if options.checked:
        chosen.append(("checked", "1"))
    return rest, "&".join(part for part in (query, urlencode(chosen)) if part)


def _refused(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
