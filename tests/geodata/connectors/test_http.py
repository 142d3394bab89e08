"""The client against a real server that misbehaves: each fault is named, with what to do."""

import gzip
import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from geodata.connectors.asking import Ask, FetchError
from geodata.connectors.http import Client, Patience

JSON = Ask(file="x.json")
CSV = Ask(file="x.csv", form="csv")
GOOD = {"country": "Côte d'Ivoire"}


@pytest.fixture
def get(client, publisher):
    def ask(path="x", form=JSON, client=client, **more):
        return client.get("Synthetic Publisher", publisher.base + path, form, **more)

    return ask


def test_an_answer_comes_as_received_with_what_it_says_of_itself(get, publisher):
    publisher.play("/x", publisher.json(GOOD, encoding="gzip", headers={"ETag": '"7"'}))
    received = get()
    assert json.loads(received.content) == GOOD
    assert received.etag == '"7"'
    assert received.media_type == "application/json"
    sent = publisher.headers[0]
    assert sent["User-Agent"].startswith("childways/")
    assert "tests@example.test" in sent["User-Agent"]


def fault(get, **more):
    with pytest.raises(FetchError) as failed:
        get(**more)
    words = str(failed.value)
    assert words.startswith("Synthetic Publisher, http://127.0.0.1:")
    assert "Nothing was taken in" in words
    return words


def test_a_service_that_says_nothing_is_left_in_the_end(get, client_of, publisher, clock):
    publisher.play("/x", publisher.reply(hang=True))
    assert "heard nothing for 0.5 seconds (tried 3 times)" in fault(
        get, client=client_of(silence=0.5)
    )
    assert publisher.has_been_asked(3)
    first, second = clock.slept
    assert 1 <= first <= 2 <= second <= 4  # back-off doubles, with jitter


def test_an_answer_that_never_ends_is_left(get, client_of, publisher):
    publisher.play("/x", publisher.reply(drip=True))
    assert "not whole after 0.5 seconds" in fault(get, client=client_of(whole=0.5))


def test_an_answer_that_is_cut_off_is_asked_for_again(get, publisher):
    publisher.play("/x", publisher.json(GOOD, cut_at=5), publisher.json(GOOD))
    assert json.loads(get().content) == GOOD
    publisher.play("/x", publisher.json(GOOD, cut_at=5))
    assert "cut off" in fault(get)


def test_a_compressed_answer_that_is_cut_off_is_seen(get, publisher):
    body = gzip.compress(json.dumps(GOOD).encode())[:-9]
    publisher.play("/x", publisher.reply(body, headers={"Content-Encoding": "gzip"}))
    assert "compressed answer was cut off" in fault(get)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_failure_is_tried_again(get, publisher, status):
    publisher.play("/x", publisher.reply(b"later", status), publisher.json(GOOD))
    assert json.loads(get().content) == GOOD
    publisher.play("/x", publisher.reply(b"later", status))
    assert f"answered {status}" in fault(get)


def test_retry_after_in_seconds_is_waited_and_no_more(get, publisher, clock):
    publisher.play(
        "/x", publisher.reply(b"", 429, headers={"Retry-After": "17"}), publisher.json(GOOD)
    )
    get()
    assert clock.slept == [17]


def test_retry_after_as_a_date_is_waited(get, publisher, clock):
    then = datetime.now(UTC) + timedelta(seconds=300)
    later = {"Retry-After": format_datetime(then, usegmt=True)}
    publisher.play("/x", publisher.reply(b"", 503, headers=later), publisher.json(GOOD))
    before = datetime.now(UTC)
    get()
    [slept] = clock.slept
    # From when it was asked to when it is answered; a header has whole seconds.
    assert (then - datetime.now(UTC)).total_seconds() - 1 <= slept
    assert slept <= (then - before).total_seconds()


def test_a_service_that_asks_for_an_hour_is_left_for_later(get, publisher, clock):
    publisher.play("/x", publisher.reply(b"", 429, headers={"Retry-After": "3600"}))
    assert "asked us to wait 3600 seconds" in fault(get)
    assert (len(publisher.asked), clock.slept) == (1, [])


def test_redirects_are_followed(get, publisher):
    publisher.play("/x", publisher.reply(b"", 302, headers={"Location": "/moved"}))
    publisher.play("/moved", publisher.json(GOOD))
    assert get().url == f"{publisher.base}moved"


def test_redirects_in_a_circle_are_named(get, publisher):
    publisher.play("/x", publisher.reply(b"", 302, headers={"Location": "/y"}))
    publisher.play("/y", publisher.reply(b"", 302, headers={"Location": "/x"}))
    words = fault(get)
    assert "redirects in a circle" in words
    assert len(publisher.asked) == 2


def test_redirects_without_end_are_left(get, publisher):
    def on(query, _headers):
        n = int(query.get("n", 0)) + 1
        return publisher.reply(b"", 307, headers={"Location": f"/x?n={n}"})

    publisher.play("/x", on)
    assert "more than 3 redirects" in fault(get)


def test_a_redirect_to_something_that_is_not_the_web_is_refused(get, publisher):
    publisher.play("/x", publisher.reply(b"", 302, headers={"Location": "file:///etc/hostname"}))
    assert "redirect from http to file" in fault(get)


def test_a_key_is_sent_to_its_own_host_only(get, publisher):
    other = publisher.base.replace("127.0.0.1", "localhost")
    publisher.play("/x", publisher.reply(b"", 302, headers={"Location": f"{other}y"}))
    publisher.play("/y", publisher.json(GOOD))
    received = get(secrets={"header:x-token": "SECRET", "query:client_id": "SECRET"})
    assert publisher.headers[0]["x-token"] == "SECRET"
    assert publisher.asked[0] == "/x?client_id=SECRET"
    assert "x-token" not in publisher.headers[1]
    assert publisher.asked[1] == "/y"
    assert "SECRET" not in received.url


def test_a_page_for_people_in_place_of_data_is_named(get, publisher):
    page = b"<!doctype html><title>Under repair</title>"
    publisher.play("/x", publisher.reply(page, media="text/html; charset=utf-8"))
    words = fault(get)
    assert "text/html in place of JSON" in words
    assert "Under repair" in words
    assert len(publisher.asked) == 1


def test_a_page_for_people_that_calls_itself_data_is_named_too(get, publisher):
    publisher.play("/x", publisher.reply(b"  <html>", media="text/csv"))
    assert "page of HTML" in fault(get, form=CSV)


def test_another_encoding_is_named_with_the_byte(get, publisher):
    text = json.dumps(GOOD, ensure_ascii=False).encode("latin-1")
    publisher.play("/x", publisher.reply(text))
    assert f"byte 0xf4 at {text.index(0xF4)}" in fault(get)


def test_a_gzip_bomb_is_stopped_at_the_limit(get, publisher):
    bomb = gzip.compress(b" " * 80_000_000)
    assert len(bomb) < 100_000
    publisher.play("/x", publisher.reply(bomb, headers={"Content-Encoding": "gzip"}))
    assert "more than 2,000,000 bytes after decompression" in fault(get)


def test_too_large_an_answer_is_stopped(get, publisher):
    publisher.play("/x", publisher.reply(b'"' + b"x" * 2_000_001 + b'"'))
    assert "more than 2,000,000 bytes" in fault(get)


def test_a_compression_that_we_did_not_ask_for_is_refused(get, publisher):
    publisher.play("/x", publisher.reply(b"x", headers={"Content-Encoding": "br"}))
    assert "content encoding 'br'" in fault(get)


def test_broken_compression_is_named(get, publisher):
    publisher.play("/x", publisher.reply(b"no gzip", headers={"Content-Encoding": "gzip"}))
    assert "compressed data that can't be read" in fault(get)


@pytest.mark.parametrize("body", [b"", b"  \n"])
def test_an_empty_answer_is_named(get, publisher, body):
    publisher.play("/x", publisher.reply(body))
    assert "found an empty answer" in fault(get)


def test_a_missing_page_is_a_fault_or_empty_as_the_service_means_it(get, publisher):
    publisher.play("/x", publisher.reply(b"none", 404, media="text/plain"))
    assert "answered 404" in fault(get)
    assert get(form=Ask(file="x.csv", form="csv", empty=404)).content == b""


def test_what_is_unchanged_is_not_sent_again(get, publisher):
    def answer(_query, headers):
        same = headers.get("If-None-Match") == '"7"' and headers.get("If-Modified-Since") == "then"
        return publisher.reply(b"", 304) if same else publisher.json(GOOD)

    publisher.play("/x", answer)
    assert get().content is not None
    assert get(etag='"7"', last_modified="then").content is None


def test_nobody_there_is_named(client):
    with pytest.raises(FetchError, match=r"connection failed.*tried 3 times"):
        client.get("Synthetic Publisher", "http://127.0.0.1:1/", JSON)


def test_a_host_is_asked_at_a_polite_pace(publisher, still_clock):
    publisher.play("/x", publisher.json(GOOD))
    client = Client(Patience(pace=2), clock=still_clock)
    for _ in range(3):
        client.get("Synthetic Publisher", f"{publisher.base}x", JSON)
    client.close()
    assert still_clock.slept == [2, 2]


def test_a_host_is_asked_by_two_at_once_and_no_more(publisher, clock):
    both = threading.Barrier(2, timeout=120)

    def together(_query, _headers):
        both.wait()
        return publisher.json(GOOD)

    publisher.play("/x", together)
    client = Client(Patience(pace=0, at_once=2), clock=clock)
    jobs = [
        threading.Thread(target=client.get, args=("P", f"{publisher.base}x", JSON))
        for _ in range(6)
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    client.close()
    assert publisher.most_at_once == 2
    assert len(publisher.asked) == 6
