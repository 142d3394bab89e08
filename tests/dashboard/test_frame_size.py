"""How tall the frame of a view is where no script can tell."""

import re

import pytest

from dashboard.embeds_of import EMBEDS, embed_address
from dashboard.frame_size import COLUMN_WIDTH, SHORTEST, TALLEST, FrameSize, frame_size


def height(data, page):
    return frame_size(data, embed_address(page)).height


@pytest.mark.parametrize("kind", EMBEDS)
def test_every_embed_has_a_size(data, kind):
    names = {"journey": "/channel", "labels": "/channel", "country": "/LBY",
             "brief": "/country/LBY"}  # fmt: skip
    size = frame_size(data, f"https://a.example/embed/{kind}{names.get(kind, '')}")
    assert SHORTEST <= size.height <= TALLEST
    assert size.least <= size.height <= size.most
    assert abs(size.at(COLUMN_WIDTH) - size.height) <= 2


@pytest.mark.parametrize(
    ("shorter", "taller"),
    [
        ("/journey/own?stops=ERI,SDN", "/journey/own?stops=ERI,SDN,LBY,ITA"),
        ("/journey/own?stops=ERI,SDN", "/journey/central-med-horn"),
        ("/compare?a=ERI,SDN&b=ERI,LBY", "/compare"),
        ("/goals/4", "/goals"),
        ("/practice/jor-double-shift", "/practice"),
        ("/sheet?countries=LBY,TUN,EGY,DZA", "/sheet?of=region:europe"),
        ("/sheet?of=region:northern-africa&goal=2", "/sheet?of=region:northern-africa"),
        ("/", "/?marks=deaths"),
        ("/what-if", "/what-if?change=LBY:end-detention"),
    ],
)
def test_a_view_that_shows_more_gets_a_taller_frame(data, shorter, taller):
    assert height(data, shorter) < height(data, taller)


def test_a_narrow_frame_is_no_lower_than_a_phone_has_room_for():
    size = FrameSize(730, 730, 803)
    assert size.at(300) == 730
    assert size.at(2000) == 803


def test_a_frame_of_what_is_not_there_has_a_size_too(data):
    assert frame_size(data, "/embed/journey/atlantis").height == SHORTEST
    assert frame_size(data, "/embed/journey/own?stops=ERI").height == SHORTEST


def test_a_publishing_system_that_asks_for_a_low_frame_gets_one(client, data):
    page = f"{data.origin}/journey/central-med-horn"
    told = client.get("/oembed", params={"url": page, "maxheight": "300"}).json()
    assert told["height"] == 300
    least, most = (int(re.search(rf"{name}-height:(\d+)px", told["html"])[1])
                   for name in ("min", "max"))  # fmt: skip
    assert least <= most == 300
    assert 'height="300"' in told["html"]


def test_the_border_of_a_frame_stays_in_its_column(client, data):
    told = client.get("/oembed", params={"url": f"{data.origin}/country/LBY"}).json()
    assert "box-sizing:border-box" in told["html"]


def test_a_live_frame_is_silent_until_something_changes(client, data):
    """In a report nobody has cited anything: a frame has nothing to say before it moves on."""
    text = client.get(f"/embed/country/LBY?cited={data.version}").text
    assert "since you cited" not in text
    assert "which is not kept here" in client.get("/embed/country/LBY?cited=000000000000").text
