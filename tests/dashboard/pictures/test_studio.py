"""Pictures by the real Chromium: made once, kept, and made again when the browser dies."""

import gc
import logging
import os
import signal
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from dashboard.pictures import studio as studios
from dashboard.pictures.browser import CantDrawError
from dashboard.pictures.png import size_of
from dashboard.pictures.request import PictureRequest
from dashboard.pictures.studio import BusyError, PictureSettings, Studio


def asked(form="png", rest="journey/channel", query=""):
    return PictureRequest.read(form, rest, query)


@pytest.fixture(scope="module")
def studio():
    made = Studio(PictureSettings(workers=2))
    assert made.can_draw, "No Chromium found: run 'make chromium'"
    yield made
    made.close()


@pytest.fixture
def broken(tmp_path):
    """Settings with a browser that ends as soon as it has started."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    return PictureSettings(workers=1, chromium=str(program))


@pytest.mark.parametrize(("size", "scale", "pixels"), [
    ("slide", 1, (1280, 720)), ("card", 2, (2400, 1260)), ("page", 1, (794, 1123)),
])  # fmt: skip
def test_a_png_has_the_pixels_that_were_asked_for(data, studio, size, scale, pixels):
    made = studio.make(data, asked(query=f"size={size}&scale={scale}"))
    assert size_of(made) == pixels
    assert b"iTXtDescription" in made
    assert b"Protection profile of Channel" in made


def test_a_pdf_has_one_page_with_words_and_a_title(data, studio):
    made = studio.make(data, asked("pdf", query="size=page"))
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == 1
    assert b"/StructTreeRoot" in made
    assert b"/Title" in made


def test_ten_who_ask_at_once_get_one_picture_made_once(data, studio):
    before = studio.made
    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(lambda _: studio.make(data, asked(query="year=2019")), range(10)))
    assert studio.made == before + 1
    assert len(set(got)) == 1


def test_a_killed_browser_is_followed_by_another(data, studio):
    studio.make(data, asked())
    first = studio.browser_pid
    os.kill(first, signal.SIGKILL)
    made = studio.make(data, asked(query="year=2018"))
    assert size_of(made) == (1280, 720)
    assert studio.browser_pid not in (None, first)


def test_what_is_kept_is_bounded(data, monkeypatch):
    monkeypatch.setattr(studios, "MOST_BYTES", 400_000)
    small = Studio(PictureSettings(workers=0))
    for year in range(2012, 2024):
        small.make(data, asked("svg", "country/LBY", f"year={year}"))
    assert 0 < small._bytes <= 400_000
    assert sum(map(len, small._kept.values())) == small._bytes
    before = small.made
    small.make(data, asked("svg", "country/LBY", "year=2023"))
    assert small.made == before


def test_too_many_at_once_are_told_to_come_back(data, monkeypatch):
    monkeypatch.setattr(studios, "MOST_WAITING", 0)
    with pytest.raises(BusyError, match="moment"):
        Studio(PictureSettings(workers=0)).make(data, asked("svg"))


def test_a_browser_that_does_not_start_is_said_and_not_tried_again_at_once(data, broken):
    studio = Studio(broken)
    assert studio.can_draw
    with pytest.raises(CantDrawError):
        studio.make(data, asked())
    assert not studio.can_draw
    assert studio.make(data, asked("svg")).startswith(b"<?xml")
    studio.close()


def test_no_browser_touches_what_all_threads_share_nor_leaves_work_behind(data, broken, caplog):
    """Another thread may have set its own filters of warnings for a moment, as libraries do."""
    gc.collect()  # what others left
    caplog.clear()
    filters = warnings.filters
    studio = Studio(PictureSettings(workers=1))
    studio.make(data, asked())
    assert warnings.filters is filters
    os.kill(studio.browser_pid, signal.SIGKILL)
    studio.make(data, asked(query="year=2018"))
    assert warnings.filters is filters
    studio.close()
    ending = Studio(broken)
    with pytest.raises(CantDrawError):
        ending.make(data, asked())
    ending.close()
    gc.collect()
    assert warnings.filters is filters
    grave = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert [one.getMessage() for one in grave if one.name == "asyncio"] == []


def test_what_is_drawn_while_it_is_closed_is_refused_and_no_browser_is_left(data):
    studio = Studio(PictureSettings(workers=1))
    studio.make(data, asked())
    pid = studio.browser_pid
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(studio.make, data, asked(query=f"year={year}"))
                   for year in range(2012, 2016)]  # fmt: skip
        studio.close()
        for one in waiting:
            with suppress(CantDrawError):  # else it was drawn before, or by the next browser
                assert size_of(one.result(60)) == (1280, 720)
    studio.close()  # one that came later started it again
    assert studio.browser_pid is None
    assert not Path(f"/proc/{pid}").exists()


@pytest.fixture
def without(client_of, app_of_its_own):
    """An app that may not use a browser."""
    return client_of(app_of_its_own(pictures=0))


def test_without_chromium_the_site_works_says_so_and_offers_svg(without):
    answer = without.get("/picture/png/journey/channel?size=card")
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    svg = answer.json()["svg"]
    assert svg == "/picture/svg/journey/channel?size=card"
    assert without.get(svg).headers["content-type"] == "image/svg+xml"
    page = without.get("/picture/png/journey/channel", headers={"accept": "text/html"})
    assert page.status_code == 503
    assert "/picture/svg/journey/channel" in page.text
    shared = without.get("/journey/channel").text
    assert "they need Chromium" in shared
    assert "/picture/png/" not in shared
    assert "og:image" not in shared
    assert 'content="summary"' in shared
