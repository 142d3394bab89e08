"""Pages are painted once for all who ask, and anew when what they rest on has changed."""

from types import SimpleNamespace

import pytest

from dashboard import site
from dashboard.components.share.picture import NO_BROWSER
from dashboard.pages import goals, methods


@pytest.fixture
def painted(client_of, app_of_its_own, monkeypatch):
    """What was painted, by its query, by an app that is asked by nobody else."""
    told = []

    def noting(page):
        def render(of, rest, query):
            told.append(query)
            return page(of, rest, query)

        return render

    monkeypatch.setitem(site.PAINTED, "goals", noting(goals.render))
    monkeypatch.setitem(site.STILL, "methods", noting(methods.render))
    app = app_of_its_own()
    return SimpleNamespace(told=told, data=app.state.data, client=client_of(app))


def test_a_page_is_painted_once_for_all_its_readers(painted):
    first, second = (painted.client.get("/goals?route=channel") for _ in range(2))
    assert first.text == second.text
    assert painted.told == ["route=channel"]
    painted.client.get("/goals?route=balkans")
    assert painted.told == ["route=channel", "route=balkans"]


def test_choices_do_not_make_a_still_page_another(painted):
    assert painted.client.get("/methods").text == painted.client.get("/methods?x=1").text
    assert painted.told == [""]


def test_a_reader_who_has_the_page_is_told_so(painted):
    first = painted.client.get("/goals")
    tag = first.headers["etag"]
    again = painted.client.get("/goals", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == first.headers["cache-control"] == "no-cache"
    other = painted.client.get("/goals?route=channel", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_a_page_that_offers_pictures_is_painted_anew_when_none_can_be_made(painted):
    painted.data.has_png = lambda: True
    assert NO_BROWSER not in painted.client.get("/goals").text
    painted.data.has_png = lambda: False
    assert NO_BROWSER in painted.client.get("/goals").text


def test_a_page_offers_to_freeze_as_soon_as_its_edition_is_kept(painted, monkeypatch):
    data, held = painted.data, []
    monkeypatch.setattr(data.editions, "listed", lambda: tuple(held))
    assert f"edition={data.version}" not in painted.client.get("/goals").text
    held.append(SimpleNamespace(data_version=data.version))
    assert f"edition={data.version}" in painted.client.get("/goals").text


def test_what_has_changed_since_a_citation_is_told_anew(painted):
    for _ in range(2):
        painted.client.get("/goals?cited=0123456789ab")
    assert len(painted.told) == 2


def test_a_fault_is_not_kept_and_says_the_way_back(painted, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    with monkeypatch.context() as context:
        context.setitem(site.PAINTED, "goals", broken)
        answer = painted.client.get("/goals")
    assert answer.status_code == 500
    assert "The fault is ours" in answer.text
    assert painted.client.get("/goals").status_code == 200
