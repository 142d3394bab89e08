"""A frozen view shows the figures of its data version, whatever data, rules and code do later."""

import re
import shutil
from html import unescape
from importlib.resources import as_file, files

import httpx
import pytest

import routes
from dashboard.api.views import PAGES
from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data
from dashboard.editions import MOST_OPEN
from dashboard.embeds_of import embed_address
from dashboard.frozen import frozen_address
from dashboard.paintings import Paintings
from dashboard.site import CSV_FILES, LIVE, PAINTED
from dashboard.state import Lens, ViewState
from geodata.build import build_all
from geodata.check import facts_folder
from geodata.editions import EditionStore
from geodata.provenance import current_build
from routes import Child
from routes.kept_levels import LevelsPart
from routes.rubric import load_rubrics

VIEWS = [
    "/atlas.csv?colour=goal-2",
    "/atlas.csv?status=refugee&year=2020",
    "/api/v1/levels.csv?iso3=LBY,ITA",
    "/api/v1/levels?iso3=LBY&year=2012",
    "/api/v1/facts.csv?iso3=LBY",
    "/api/v1/views?url=/journey/central-med-horn",
    "/api/v1/views.csv?url=/%3Fcolour%3Dgoal-2",
]


class World:
    """An earlier edition by other facts and another rule, kept beside what is live now."""

    def __init__(self, root):
        self.root = root
        shutil.copytree(facts_folder(), root / "facts")
        with as_file(files("routes") / "rubrics") as folder:
            shutil.copytree(folder, root / "rubrics")
        self._replace(
            "facts/detention.csv",
            r"(?m)^(LBY,2014,.*?)systematic,systematic",
            r"\1documented,documented",
        )
        # Facts of three other kinds: a milestone, a practice, a promise.
        self._replace("facts/timeline.csv", r"(?m)^(\w[^,]*,)2016-09-19,", r"\g<1>2016-09-18,")
        self._replace(
            "facts/practices.csv",
            r"(?m)^(bih-social-welfare-centres,[^,]*,BIH,1,transit,unknown,),",
            r"\g<1>2017,",
        )
        self._replace("facts/compact_votes.csv", r"(?m)^TUN,gcm,yes,", "TUN,gcm,abstain,")
        # Two questions that nobody had answered: since then one source was named, one was read.
        for country in ("BIH", "SRB"):
            self._replace(
                "facts/service_access.csv",
                rf"(?m)^({country},guardian_for_unaccompanied,all,)partial,",
                r"\1unknown,",
            )
        self._replace(
            "facts/versions.csv", r"(?s)^(date,what\n).*", "date,what\n2026-01-31,Earlier.\n"
        )
        self._replace(
            "rubrics/goal_2.csv", r"(?m)^(.*,detention_practice,documented,)1,", r"\g<1>2,"
        )
        build = build_all(
            root / "built", facts=root / "facts", parts=[LevelsPart(root / "rubrics")]
        )
        self.build = build
        self.store = EditionStore(root / "store")
        self.old = self.store.keep(build)
        self.now = self.store.keep(current_build())
        self.config = Config(access_log=False, editions=str(root / "store"))

    def _replace(self, name, pattern, new):
        path = self.root / name
        text, number = re.subn(pattern, new, path.read_text("utf-8"))
        assert number == 1, name
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="module")
def open_app(client):
    """Opens a site on some data: ``open_app(config, data)``."""
    return lambda config, data=None: type(client)(create_app(config, data or Data.load()))


@pytest.fixture(scope="module")
def earlier(world, open_app):
    """The site as it was: the earlier facts, and code with the earlier rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "routes.atlas.load_rubrics", lambda _folder=None: load_rubrics(world.root / "rubrics")
        )
        data = Data.load(world.build)
    assert data.atlas.protection.kept is None
    return open_app(world.config, data)


@pytest.fixture(scope="module")
def today(world, open_app):
    return open_app(world.config)


def frozen(address, version):
    return f"{address}&edition={version}"


@pytest.mark.parametrize("address", VIEWS)
def test_the_same_bytes_of_data_before_and_after(world, earlier, today, address):
    before = earlier.get(address)
    assert before.status_code == 200
    after = today.get(frozen(address, world.old))
    assert after.content == before.content
    assert after.content == earlier.get(frozen(address, world.old)).content
    assert today.get(address).content != before.content
    assert "immutable" in after.headers["cache-control"]


@pytest.mark.parametrize(
    "address",
    ["/embed/journey/central-med-horn?", "/embed/map?colour=goal-2", "/embed/country/LBY?",
     "/embed/table?colour=goal-2", "/embed/compare?a=central-med-horn&status2=refugee"],
)  # fmt: skip
def test_an_embed_has_the_same_words_and_numbers(world, earlier, today, address):
    def words(answer):
        assert answer.status_code == 200
        return re.sub("/static/[0-9a-f]+/", "", answer.text)

    after = today.get(frozen(address, world.old))
    assert words(after) == words(earlier.get(frozen(address, world.old)))
    assert words(after) != words(today.get(address))
    assert f"Frozen at data version {world.old} of 31 January 2026" in after.text


def test_a_frozen_page_says_so_and_its_links_stay_in_the_edition(world, today):
    answer = today.get(f"/journey/central-med-horn?year=2024&edition={world.old}")
    text = answer.text
    assert f"Frozen at data version {world.old} of 31 January 2026" in text
    assert f'data-edition="{world.old}"' in text
    links = [unescape(href) for href in re.findall(r' (?:href|action|data-svg)="(/[^"]*)"', text)]
    ours = [href for href in links if not href.startswith(("/static/", "/_dash"))]
    assert len(ours) > 40
    (live,) = [
        href for href in ours if f"edition={world.old}" not in href and "edition" not in href
    ][:1]
    assert live == "/journey/central-med-horn?year=2024"
    assert re.search(rf'<a href="{re.escape(live)}" data-live="1"', text.replace("&amp;", "&"))
    left_out = {href for href in ours if "edition=" not in href}
    assert left_out == {"/journey/central-med-horn?year=2024"}
    for href in sorted({h for h in ours if h.startswith(("/svg", "/country/LBY", "/methods"))}):
        assert today.get(href).status_code == 200, href


def test_every_kind_of_page_can_be_frozen(world, today):
    for path in ("/", "/journeys", "/country/LBY", "/compare?a=channel", "/methods", "/sources",
                 "/data", "/search?q=libya"):  # fmt: skip
        sign = "&" if "?" in path else "?"
        answer = today.get(f"{path}{sign}edition={world.old}")
        assert answer.status_code == 200, path
        assert "Frozen at data version" in answer.text, path


def test_methods_show_the_rule_of_the_edition(world, today):
    def levels(text):
        return re.findall(
            r'<span class="swatch s(\d)">', text.partition("Rubric of goal 2")[2][:9000]
        )

    assert levels(today.get(f"/methods?edition={world.old}").text) != levels(
        today.get("/methods").text
    )


@pytest.mark.parametrize("version", ["000000000000", "zzz", "", "../../etc", "%00", "A" * 500])
def test_what_is_not_kept_is_never_shown_live(world, today, version):
    for path in ("/", "/journey/central-med-horn", "/embed/map", "/atlas.csv", "/methods"):
        answer = today.get(f"{path}?year=2024&edition={version}")
        assert answer.status_code == 404
        assert "is not kept here" in answer.text
        assert 'data-live="1"' in answer.text
        assert f"edition={world.old}" in answer.text
    frame = today.get(f"/embed/map?edition={version}&theme=dark").text
    assert "<nav" not in frame
    assert 'data-theme="dark"' in frame
    assert all(" src=" in one for one in re.findall(r"<script[^>]*>", frame))
    for path in ("/table/csv/map", "/file/map", "/oembed", "/data/download/routes.csv"):
        told = today.get(f"{path}?edition={version}")
        assert told.status_code == 404
        assert told.json()["nearest"] == [world.now, world.old]
        page = today.get(f"{path}?edition={version}", headers={"accept": "text/html"})
        assert "is not kept here" in page.text
    answer = today.get(f"/api/v1/levels?edition={version}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["nearest"] == [world.now, world.old]


def test_an_edition_that_is_spoilt_is_a_503_and_not_live(world, tmp_path, open_app):
    store = shutil.copytree(world.root / "store", tmp_path / "store")
    for blob in (store / "blobs").rglob("*/*"):
        blob.write_bytes(b"")
    client = open_app(Config(access_log=False, editions=str(store)))
    answer = client.get(f"/country/LBY?edition={world.old}")
    assert answer.status_code == 503
    assert "read now" in answer.text
    assert client.get(f"/api/v1/levels?edition={world.old}").status_code == 503


@pytest.mark.parametrize("view", ["gaps?goal=2", "goals/2?since=2015", "sheet?countries=LBY,ITA",
                                  "what-if?change=LBY:limit-detention&route=central-med-horn",
                                  "coverage?view=coverage&routes=channel",
                                  "timeline?countries=LBY", "practice?goal=1"])  # fmt: skip
def test_a_frozen_picture_shows_the_facts_and_the_rule_of_its_day(world, earlier, today, view):
    address = f"/picture/svg/{view}&year=2015&size=column"
    kept = today.get(frozen(address, world.old))
    assert kept.status_code == 200
    assert kept.content == earlier.get(frozen(address, world.old)).content
    assert world.old in kept.text
    assert f"edition={world.old}" in kept.text
    assert today.get(address).content != kept.content


@pytest.mark.parametrize("view", ["timeline?countries=LBY", "practice?goal=1"])
def test_a_frozen_file_of_records_is_the_same_for_ever(world, earlier, today, view):
    address = frozen(f"/file/{view}", world.old)
    kept = today.get(address)
    assert kept.status_code == 200
    assert kept.content == earlier.get(address).content
    assert f"edition={world.old}" in kept.text
    assert today.get(f"/file/{view}").content != kept.content


def test_a_frozen_answer_keeps_its_tag(world, today):
    for path in ("/embed/map", "/api/v1/levels", "/atlas.csv", "/country/LBY"):
        address = f"{path}?edition={world.old}"
        first = today.get(address)
        again = today.get(address, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""
        other = today.get(f"{path}?edition={world.now}")
        assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("name", CSV_FILES)
def test_a_frozen_csv_can_be_kept_for_ever(world, today, name):
    answer = today.get(f"/{name}.csv?edition={world.old}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


def test_few_editions_are_held_in_memory(world, open_app):
    data = Data.load()
    client = open_app(world.config, data)
    editions = data.editions
    versions = [world.old, world.now]
    for version in (*versions, *versions):
        assert client.get(f"/country/LBY?edition={version}").status_code == 200
    assert len(editions._open) <= MOST_OPEN
    editions._open["f" * 12] = editions._open[world.old]
    client.get(f"/country/LBY?edition={world.old}")
    assert len(editions._open) <= MOST_OPEN


def test_levels_that_today_would_not_make_are_shown_and_the_page_says_so(
    world, monkeypatch, open_app
):
    data = Data.load()
    client = open_app(world.config, data)
    before = client.get(f"/api/v1/levels.csv?iso3=LBY&edition={world.old}").content
    data.editions._open.clear()
    # A code that judges otherwise: no level is ever above 1.
    made = routes.Protection._goal

    def harsher(self, goal, values, unchecked):
        level, *rest = made(self, goal, values, unchecked)
        return level.clip(max=1), *rest

    monkeypatch.setattr(routes.Protection, "_goal", harsher)
    assert client.get(f"/api/v1/levels.csv?iso3=LBY&edition={world.old}").content == before
    text = client.get(f"/country/LBY?edition={world.old}").text
    assert "levels and values otherwise: the kept ones are shown" in text


def test_a_live_page_says_what_changed_since_it_was_cited(world, today):
    text = today.get(f"/country/LBY?cited={world.old}").text
    assert (
        f"Updated since you cited this (data version {world.old} of 31 January 2026): 3 values."
        in text
    )
    assert "Libya, goal 2, level: 1 → 0" in text
    for company in ("alone", "family"):  # the facts under the level
        assert f"Libya, Detention in practice, {company}, fact: documented → systematic" in text
    lens = "age=15&amp;company=alone&amp;status=asylum_seeker&amp;year=2025"
    assert f'href="/country/LBY?{lens}&amp;edition={world.old}"' in text
    text = today.get(f"/country/ITA?cited={world.old}").text
    same = "Nothing has changed in this view" in text
    assert same or "Updated since you cited this" in text
    assert (
        "Nothing has changed since you cited this."
        in today.get(f"/country/LBY?cited={world.now}").text
    )
    assert "which is not kept here" in today.get("/country/LBY?cited=000000000000").text
    assert "could not be used" not in text


def test_a_live_frame_says_it_too(world, today):
    text = today.get(f"/embed/journey/central-med-horn?cited={world.old}").text
    assert "Updated since you cited this" in text
    assert "Libya, goal 2, level: 1 → 0" in text
    assert re.search(
        rf"/embed/journey/central-med-horn\?[^\"]*year=2025[^\"]*edition={world.old}", text
    )


def test_share_offers_both_and_citations_of_what_is_live_say_so_later(world, today):
    text = today.get("/journey/channel?year=2020").text

    def box(name):
        return unescape(re.search(rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', text, re.S)[1])

    now = world.now
    assert box("share-link").endswith("/journey/channel?year=2020")
    kept = (
        f"/journey/channel?year=2020&age=15&company=alone&status=asylum_seeker&goal=2"
        f"&marks=deaths,flows&edition={now}"
    )
    assert box("share-link-frozen").endswith(kept)
    assert f"/embed{kept}" in unescape(box("share-code-for-a-web-page-frozen"))
    for name in ("citation", "bibtex", "csl-json", "markdown"):
        live, kept = box(f"share-{name}"), box(f"share-{name}-frozen")
        assert f"cited={now}" in live.replace("\\", "")
        assert f"edition={now}" in kept.replace("\\", "")
        assert "frozen" in kept
        assert now in live
        assert "2026" in live
    kept = today.get(f"/journey/channel?edition={world.old}").text
    boxes = dict(re.findall(r'<textarea id="([^"]*)"[^>]*>(.*?)</textarea>', kept, re.S))
    boxes.pop("share-alternative-text", None)  # it has no link
    assert len(boxes) >= 5
    assert all(f"edition={world.old}" in one for one in boxes.values())


def test_nothing_frozen_is_offered_that_is_not_kept(tmp_path, open_app):
    client = open_app(Config(access_log=False, editions=str(tmp_path)))
    text = client.get("/journey/channel").text
    assert "share-is-frozen" not in text
    assert "share-link" in text


def test_oembed_of_a_frozen_link_is_frozen(world, today):
    url = f"http://127.0.0.1:8050/journey/channel?year=2020&edition={world.old}"
    answer = today.get("/oembed", params={"url": url})
    assert answer.status_code == 200
    assert f"edition={world.old}" in answer.json()["html"]
    lost = url.replace(world.old, "0" * 12)
    assert today.get("/oembed", params={"url": lost}).status_code == 404


def test_a_view_of_the_api_reads_a_frozen_address(world, today):
    inside = today.get("/api/v1/views", params={"url": f"/country/LBY?edition={world.old}"})
    beside = today.get(f"/api/v1/views?url=/country/LBY&edition={world.old}")
    assert inside.json()["data"] == beside.json()["data"]
    assert inside.json()["meta"]["data_version"] == world.old


def test_a_store_in_memory_serves_too(world, open_app):
    url = "memory://editions-of-a-test"
    EditionStore(url).keep(world.build)
    client = open_app(Config(access_log=False, editions=url))
    assert client.get(f"/country/LBY?edition={world.old}").status_code == 200
    assert isinstance(client.get("/health"), httpx.Response)


@pytest.mark.parametrize("rest", ["journey/central-med-horn", "map", "country/LBY"])
def test_a_table_taken_home_is_frozen_too(world, earlier, today, rest):
    before = earlier.get(f"/table/csv/{rest}?edition={world.old}")
    after = today.get(f"/table/csv/{rest}?edition={world.old}")
    assert before.status_code == 200
    assert after.content == before.content
    assert world.old in after.text
    assert today.get(f"/table/csv/{rest}").content != after.content


def test_a_cited_address_is_no_fault_for_the_api(world, today):
    answer = today.get("/api/v1/views", params={"url": f"/country/LBY?cited={world.old}"})
    assert answer.json()["meta"].get("notes", []) == []


@pytest.mark.parametrize(
    "page",
    ["/", "/?view=table", "/journey/central-med-horn", "/country/LBY", "/commitments",
     "/sheet?countries=LBY,ITA",
     "/compare?a=central-med-horn&b=channel", "/what-if?change=LBY:end-detention", "/goals/2"],
)  # fmt: skip
def test_a_frozen_link_shows_the_same_whatever_the_site_opens_with_later(today, monkeypatch, page):
    def main(address):
        text = today.get(address).text
        found = re.search(r"<main.*</main>", text, re.S)[0]
        # The ways on, and the address in print, leave out what is usual on their day.
        words = re.sub(r"<(details|form).*?</\1>|<[^>]*>", " ", found, flags=re.S)
        return " ".join(re.sub(r"Childways, /\S*,", " ", words).split())

    packed = Paintings.packed

    async def anew(self, *asked, keep=True):
        return await packed(Paintings(self._paint), *asked, keep=keep)

    monkeypatch.setattr(Paintings, "packed", anew)  # as after a start, with nothing kept
    text = today.get(page).text
    link = unescape(re.search(r'<textarea id="share-link-frozen"[^>]*>(.*?)</textarea>', text)[1])
    link = link.removeprefix("http://127.0.0.1:8050")
    frame = f"/embed{link}" if page.startswith(("/journey", "/country", "/compare")) else ""
    before, live = main(link), main(page)
    in_frame = main(frame) if frame else ""
    for name, value in (("age", 3), ("company", "family"), ("status", "undocumented")):
        monkeypatch.setitem(Child.__init__.__kwdefaults__, name, value)
    monkeypatch.setitem(Lens.__init__.__kwdefaults__, "year", 2012)
    monkeypatch.setitem(ViewState.__init__.__kwdefaults__, "colour", "goal-4")
    assert main(page) != live, "the defaults did change"
    assert main(link) == before
    assert (main(frame) if frame else "") == in_frame


@pytest.mark.parametrize("first", [*LIVE, *PAINTED])
def test_every_page_that_takes_a_child_names_it_when_frozen(today, first):
    rest = {"journey": "/channel", "country": "/LBY"}.get(first, "")
    text = today.get(f"/{first}{rest}?age=3").text
    takes_child = "“age” is not a choice of this page" not in text
    assert ("age=15" in frozen_address(f"/{first}{rest}", "v")) == takes_child


@pytest.mark.parametrize(
    ("page", "changed"),
    [
        ("/commitments?goal=2", "Convention on the Rights of the Child, art. 37(b), promise: "
                                "partly → not kept"),
        ("/commitments", ", promise: not promised → "),
        ("/timeline", "New York Declaration, date: 2016-09-18 → 2016-09-19"),
        ("/timeline?countries=LBY", "Libya, 2014, detention in practice: documented → systematic"),
        ("/timeline", "Libya, law and practice: drawn → not in the view"),
        ("/practice", "Social welfare centres for children on the move, since: 2017 → not known"),
        ("/practice/bih-social-welfare-centres", "since: 2017 → not known"),
        ("/goals/2", "Libya, goal 2, level: 1 → 0"),
        ("/journeys?status=refugee&find=balkans", "Western Balkans, largest drop: 1 → 2"),
        ("/journeys", "where it is weakest: "),
        ("/sheet?countries=LBY,ITA", "Libya, goal 2, level: 1 → 0"),
        ("/brief/country/LBY", "2 Not detained, Level, text: 1, weak → 0, not protected"),
        ("/brief/country/LBY", "text: …known levels (of 5), at 1 of 4 (weak): 2 Not detained. → "),
        ("/brief/journey/central-med-horn", "level 1 of 4, in Libya for goal 2"),
        ("/data?view=coverage", "Serbia, goal 1, answers checked: "),
        ("/data?view=coverage&goal=1&routes=western-balkans",
         "Serbia, goal 1, Guardian, answers checked: 0 → 1"),
        ("/data?view=missing",
         "Bosnia & Herzegovina, goal 1, Guardian, stands as: not known → unchecked"),
        ("/data?view=missing&goal=1",
         "Serbia, goal 1, Guardian, stands as: not known → not in the view"),
        ("/data", "facts, content, by its digest: "),
        ("/journey/central-med-horn?status=refugee", "stage 4, Libya, goal 2, level: 1 → 0"),
        ("/?colour=evidence-known&find=serbia", "Serbia, figure: "),
        ("/?view=chart", "2014, Documented, countries: "),
        ("/explain/LBY/2", "Libya, goal 2: Ending child immigration detention, value: 1 → 0"),
        ("/explain/LBY/2", "Detention in practice: Systematic, value: documented → systematic"),
    ],
)  # fmt: skip
def test_a_cited_page_says_which_of_its_values_changed(world, today, page, changed):
    sign = "&" if "?" in page else "?"
    frame = embed_address(page)
    for address in filter(None, (page, frame)):
        told = said_of_change(today.get(f"{address}{sign}cited={world.old}"))
        assert re.search(r"Updated since you cited this .*: [1-9]\d* values?\.", told), address
        assert changed in told


def test_what_stands_beside_the_levels_is_compared_where_it_is_shown(world, today):
    """Else a page would say that nothing has changed, over a fact or a figure that did."""

    def told(address):
        return said_of_change(today.get(f"{address}?cited={world.old}"))

    other = "as refugee, stage 4, Libya, goal 2, level: 1 → 0"
    assert other in told("/journey/central-med-horn")
    assert other in told("/embed/labels/central-med-horn")
    assert other not in told("/embed/journey/central-med-horn")
    fact = "Libya, Detention in practice, alone, fact: documented → systematic"
    assert fact in told("/country/LBY")
    assert fact not in told("/embed/country/LBY")


def said_of_change(answer):
    """The line over a cited page, with its list."""
    assert answer.status_code == 200
    found = re.search(r'<div class="edition-banner cited".*?</div>', answer.text, re.S)
    return " ".join(unescape(re.sub("<[^>]*>", " ", found[0])).split()) if found else ""


@pytest.mark.parametrize(
    "page",
    ["/brief/country/LBY", "/data?view=coverage", "/data?view=missing", "/data", "/explain/LBY/2"],
)
def test_a_cited_page_says_when_nothing_changed_and_when_it_can_not_tell(world, today, page):
    sign = "&" if "?" in page else "?"
    for address in filter(None, (page, embed_address(page))):
        same = said_of_change(today.get(f"{address}{sign}cited={world.now}"))
        if address.startswith("/embed/"):
            assert same == "", "whoever reads a report has cited nothing"
        else:
            assert "Nothing has changed since you cited this." in same
        lost = said_of_change(today.get(f"{address}{sign}cited=000000000000"))
        assert "is not kept here: what changed since can’t be told" in lost
    address = "/brief/country/TUV" if page.startswith("/brief") else ""
    if address:  # none of what changed is in it
        assert "Nothing has changed in this view" in said_of_change(
            today.get(f"{address}?cited={world.old}")
        )


@pytest.mark.parametrize("first", [*LIVE, *PAINTED])
def test_a_page_with_share_has_rows_that_can_be_compared(today, first):
    """A page that offers citations and has no view of the API would never say what changed."""
    rest = {
        "journey": "/channel",
        "country": "/LBY",
        "brief": "/country/LBY",
        "explain": "/LBY/2",
        "compare": "?a=channel",
        "sheet": "?countries=LBY",
        "data": "?view=coverage",
    }
    text = today.get(f"/{first}{rest.get(first, '')}").text
    assert (first in PAGES) or "share-button" not in text
    assert ("share-button" in text) == (first not in ("search", "corrections"))


@pytest.mark.parametrize("page", ["/brief/country/LBY", "/data?view=coverage", "/data?view=missing",
                                  "/explain/LBY/2"])  # fmt: skip
def test_what_share_gives_for_these_pages_can_be_compared_and_frozen(world, today, page):
    text = today.get(page).text
    boxes = dict(re.findall(r'<textarea id="([^"]*)"[^>]*>(.*?)</textarea>', text, re.S))
    now = world.now
    for name in ("citation", "bibtex", "csl-json", "markdown"):
        assert f"cited={now}" in boxes[f"share-{name}"].replace("\\", "")
        assert f"edition={now}" in boxes[f"share-{name}-frozen"].replace("\\", "")
    frame = embed_address(page)
    if frame:
        assert f"cited={now}" in boxes["share-code-for-a-web-page"]
        assert f"edition={now}" in boxes["share-code-for-a-web-page-frozen"]


@pytest.mark.parametrize(
    "page",
    ["/", "/journey/central-med-horn", "/country/LBY", "/sheet?countries=LBY,ITA", "/commitments",
     "/goals/2", "/timeline", "/what-if", "/brief/country/LBY", "/explain/LBY/2",
     "/embed/journey/central-med-horn", "/embed/brief/country/LBY"],
)  # fmt: skip
def test_links_and_forms_of_a_frozen_page_name_child_and_year(world, today, page):
    sign = "&" if "?" in page else "?"
    text = unescape(today.get(f"{page}{sign}edition={world.old}").text)
    links = re.findall(r' (?:href|src|data-svg)="(?:http://127.0.0.1:8050)?(/[^"]*)"', text)
    takes = (
        r"/(\?|$|((embed|table|picture|svg|brief-file)/.*)?(journey|country|goals|sheet|timeline|"
    )
    takes += r"commitments|what-if|brief|explain|compare|gaps|map)\b.*[?/])"
    ours = [unescape(link) for link in links if re.match(takes, link) and "edition=" in link]
    assert ours
    for link in ours:
        asked = dict(pair.split("=", 1) for pair in link.partition("?")[2].split("#")[0].split("&"))
        assert {"age", "company", "status", "year"} <= set(asked), link
    for form in re.findall(r"<form\b.*?</form>", text, re.S):
        if 'action="/search' not in form:
            names = set(re.findall(r' name="([^"]*)"', form))
            assert {"age", "company", "status", "year", "edition"} <= names


@pytest.mark.parametrize("page", ["/what-if", "/what-if?change=LBY:end-detention"])
def test_a_what_if_says_what_changed_since_it_was_cited(world, today, page):
    sign = "&" if "?" in page else "?"
    answer = today.get(f"{page}{sign}cited={world.old}")
    assert answer.status_code == 200
    assert "since you cited" in answer.text
    frame = today.get(f"/embed{page}{sign}cited={world.old}")
    assert frame.status_code == 200
    assert "since you cited" in frame.text
