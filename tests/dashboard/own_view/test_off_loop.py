"""A view that takes long to draw holds up nobody else: Dash's callbacks run in threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.site import LIVE
from tests.dashboard.own_view.readers import NAME, callback

AT_LAST = 300  # seconds, after which a test fails and does not hang


@pytest.mark.parametrize("who", ["open_client", "reader"])
def test_a_slow_view_holds_up_nobody_else(who, request, open_client, monkeypatch):
    client = request.getfixturevalue(who)
    begun, answered = threading.Event(), threading.Event()
    draw, was_answered = LIVE["compare"], []

    def slow(*asked):
        begun.set()
        was_answered.append(answered.wait(AT_LAST))
        return draw(*asked)

    monkeypatch.setitem(LIVE, "compare", slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(
            client.ask, "POST", "/_dash-update-component", json=callback("/compare")
        )
        assert begun.wait(AT_LAST)
        assert open_client.get("/health").status_code == 200
        answered.set()
        drawn = first.result()
    assert was_answered == [True]  # while the slow one was still drawing
    assert drawn.status_code == 200
    assert (NAME in drawn.text) == (who == "reader")
