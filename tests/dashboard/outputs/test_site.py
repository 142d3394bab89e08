"""A static site: any web server can hold it, every link inside it resolves, nothing is fetched."""

import re
import threading
import urllib.request
from functools import partial
from html import unescape
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from dashboard.config import Config
from dashboard.outputs.batch import Line
from dashboard.outputs.journal import NAME
from dashboard.outputs.maker import Maker
from dashboard.outputs.site import publish
from dashboard.outputs.site_views import GROUPS, SITE_FORMS, lines_of, pages_of, usual_views
from dashboard.outputs.view import asked_view

VIEWS = (("/?colour=goal-4", "maps/goal-4"), ("/journey/channel", "journeys/channel"),
         ("/country/LBY", "countries/LBY"))  # fmt: skip
FETCHES = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src",
           "object": "data", "image": "href", "use": "href"}  # fmt: skip


class Page(HTMLParser):
    """Collects where a page's links lead, and what it fetches by itself."""

    def __init__(self, text):
        super().__init__()
        self.links, self.fetched, self.text = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        pairs = dict(attrs)
        if tag == "a" and pairs.get("href"):
            self.links.append(pairs["href"])
        if tag in FETCHES and pairs.get(FETCHES[tag]):
            self.fetched.append(pairs[FETCHES[tag]])

    def handle_data(self, data):
        self.text.append(data)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def lines():
    made = [(view, name + form) for view, name in VIEWS for form in (".html", ".svg", ".csv")]
    return [Line(view=view, to=to, row=row) for row, (view, to) in enumerate(made, start=2)]


@pytest.fixture(scope="module")
def published(data, tmp_path_factory):
    """A small site, made by a maker that knows no address of the atlas."""
    folder = tmp_path_factory.mktemp("site") / "public"
    maker = Maker(Config(pictures=0), data=data, site=pages_of(lines()))
    told = []
    outcome = publish(maker, lines(), folder, told.append)
    assert len(told) == len(lines()) + 2
    assert outcome.failed == ()
    return folder, maker


@pytest.fixture
def served(published):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(published[0])))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def fetch(address):
    with urllib.request.urlopen(address, timeout=300) as answer:
        return answer.headers.get_content_type(), answer.read()


def test_every_link_of_the_site_resolves_and_no_page_fetches_from_elsewhere(served, data):
    seen, waiting, outside = set(), [served], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        kind, content = fetch(address)
        if kind != "text/html":
            continue
        page = Page(content.decode())
        for found in page.fetched:
            assert found.startswith("data:") or urljoin(address, found).startswith(served), found
        for found in [*page.links, *page.fetched]:
            target = urldefrag(urljoin(address, found))[0]
            if target.startswith(served):
                assert not found.startswith("/"), "a site may stand in any folder of a server"
                waiting.append(target)
            elif not found.startswith("data:"):
                outside.add(found)
    paths = {address.removeprefix(served) for address in seen}
    assert {line.to for line in lines()} <= paths
    assert {"index.html", "sources.html", "terms.html", "site.css"} <= paths
    assert "data/datapackage.json" in paths
    known = {str(url) for url in data.atlas.sources["url"].dropna()}
    strange = {found for found in outside if unescape(found) not in known}
    assert {urlsplit(found).hostname for found in strange} <= {"creativecommons.org"}


def test_views_lead_to_each_other_and_back_to_the_index(published):
    folder, _ = published
    page = Page((folder / "journeys" / "channel.html").read_text("utf-8"))
    assert "../countries/LBY.html" in page.links
    assert "../index.html" in page.links
    assert "All views of this site" in page.text
    whole = (folder / "journeys" / "channel.html").read_text("utf-8")
    assert "127.0.0.1" not in whole
    assert not re.search(r'href=\\?"/', whole)
    assert "../countries/LBY.html" in whole[whole.index('id="file-data"') :]  # in other years too


def test_the_index_names_every_view_with_child_and_year(published, data):
    folder, _ = published
    page = Page((folder / "index.html").read_text("utf-8"))
    text = " ".join(page.text)
    assert data.version in text
    assert "Libya" in text
    assert text.count("a child of 15") >= len(VIEWS)
    assert {line.to for line in lines()} <= set(page.links)
    terms = (folder / "terms.html").read_text("utf-8")
    assert "CC BY 4.0" in terms
    assert "do not imply official endorsement" in terms
    sources = Page((folder / "sources.html").read_text("utf-8"))
    assert f"{len(data.atlas.sources)} sources" in " ".join(sources.text)


def test_what_is_whole_is_not_made_again(published):
    folder, maker = published
    (folder / "journeys" / "channel.csv").unlink()
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
    outcome = publish(maker, lines(), folder, lambda _: None)
    assert outcome.made == ("journeys/channel.csv",)
    assert len(outcome.kept) == len(lines()) - 1
    changed = {
        p.relative_to(folder).as_posix() for p, at in before.items() if p.stat().st_mtime_ns != at
    }
    assert changed == {"index.html", "sources.html", "terms.html", "site.css", NAME}


def test_a_failure_stops_nothing_and_is_not_linked(data, tmp_path):
    wanted = [Line(view="/country/LBY", to="LBY.csv", row=2), Line(view="/nope", to="x.svg", row=3)]
    maker = Maker(Config(pictures=0), data=data, site={})
    outcome = publish(maker, wanted, tmp_path / "s", lambda _: None)
    assert [one.to for one in outcome.failed] == ["x.svg"]
    text = (tmp_path / "s" / "index.html").read_text("utf-8")
    assert "LBY.csv" in text
    assert "x.svg" not in text


def test_the_usual_site_holds_every_documented_journey_and_no_view_twice(data):
    views = {name: view for view, name in usual_views(data, GROUPS)}
    journeys = [name for name in views if name.startswith("journeys/")]
    assert len(journeys) == sum(len(route.journeys) for route in data.atlas.routes.values())
    assert len(set(views.values())) == len(views)
    for view in views.values():
        assert asked_view(view).embed
    made = lines_of(data, GROUPS, SITE_FORMS, "")
    assert len(made) == len({line.to for line in made})
    pictured = sum(bool(asked_view(view).picture) for view in views.values())
    assert len(made) == len(views) * (len(SITE_FORMS) - 1) + pictured
    assert {name.partition("/")[0] for name in views} == set(GROUPS)


def test_with_a_site_views_lead_to_it(data, tmp_path):
    site = {}
    config = Config(pictures=0, origin="https://atlas.example.org")
    maker = Maker(config, data=data, site=site)
    wanted = [Line(view="/country/LBY", to="a/LBY.html", row=2)]
    site.update(pages_of(wanted))
    publish(maker, wanted, tmp_path, lambda _: None)
    text = (tmp_path / "a" / "LBY.html").read_text("utf-8")
    assert 'href="https://atlas.example.org/country/LBY"' in text
    assert "This view on the site" in text
