"""Documents painted once for all who ask, kept in bounds, and never before those at hand."""

import asyncio
from threading import Event

import brotli
import pytest

from dashboard.paintings import AT_ONCE, BusyError, Painted, Paintings
from dashboard.state import LONGEST_QUERY
from routes import UnknownNameError

WAIT = 300  # seconds, until a test that hangs has failed


class Slow:
    """Paints when it is let; knows what it painted."""

    def __init__(self):
        self.let, self.told = Event(), []

    def __call__(self, rest, query):
        self.told.append(rest)
        if rest.startswith("slow"):
            assert self.let.wait(WAIT)
        if rest == "lost":
            raise UnknownNameError("route", "lost", ("channel",))
        return Painted(f"<html>{rest}?{query}</html>", 404 if rest == "gone" else 200)


def words(packed):
    return brotli.decompress(packed.packed).decode()


async def letting(slow):
    slow.let.set()


def test_what_many_ask_for_at_once_is_painted_once(loop):
    slow = Slow()
    paintings = Paintings(slow)

    async def all_of_them():
        asks = [paintings.packed("slow", "a=1") for _ in range(50)]
        return (await asyncio.gather(*asks, letting(slow)))[:50]

    assert {words(one) for one in loop.run(all_of_them())} == {"<html>slow?a=1</html>"}
    assert slow.told == ["slow"]
    loop.run(paintings.packed("slow", "a=1"))
    assert slow.told == ["slow"]
    loop.run(paintings.packed("slow", "a=2"))
    assert paintings.painted == 2


def test_what_is_kept_does_not_wait_for_what_is_being_painted(loop):
    slow = Slow()
    paintings = Paintings(slow)
    loop.run(paintings.packed("map", ""))

    async def between():
        asks = [paintings.packed(f"slow{i}", "") for i in range(AT_ONCE + 1)]
        others = asyncio.gather(*asks)
        await asyncio.sleep(0)  # they have asked
        kept = await paintings.packed("map", "")
        is_early = not slow.let.is_set() and not others.done()
        slow.let.set()
        await others
        return kept, is_early

    kept, is_early = loop.run(between())
    assert words(kept) == "<html>map?</html>"
    assert is_early


def test_a_reader_who_leaves_does_not_take_it_from_the_others(loop):
    slow = Slow()
    paintings = Paintings(slow)

    async def one_leaves():
        first = asyncio.ensure_future(paintings.packed("slow", ""))
        second = asyncio.ensure_future(paintings.packed("slow", ""))
        await asyncio.sleep(0)
        first.cancel()
        slow.let.set()
        found = await second
        return first.cancelled(), found

    is_gone, found = loop.run(one_leaves())
    assert is_gone
    assert words(found) == "<html>slow?</html>"


def test_a_fault_reaches_all_who_waited_and_is_not_kept(loop):
    slow = Slow()
    paintings = Paintings(slow)

    async def both():
        asks = (paintings.packed("lost", ""), paintings.packed("lost", ""))
        return await asyncio.gather(*asks, return_exceptions=True)

    assert [type(one) for one in loop.run(both())] == [UnknownNameError, UnknownNameError]
    with pytest.raises(UnknownNameError):
        loop.run(paintings.packed("lost", ""))
    assert slow.told == ["lost", "lost"]


def test_the_oldest_goes_when_the_bytes_are_used_up(loop):
    slow = Slow()
    size = len(loop.run(Paintings(slow).packed("a", "")).packed) + len("a")
    paintings = Paintings(slow, most_bytes=2 * size)
    for rest in ("a", "b", "a", "c"):
        loop.run(paintings.packed(rest, ""))
    slow.told.clear()
    for rest in ("a", "c", "b"):
        loop.run(paintings.packed(rest, ""))
    assert slow.told == ["b"]


def test_a_long_address_counts_with_its_document(loop):
    slow = Slow()
    paintings = Paintings(slow, most_bytes=5000)
    loop.run(paintings.packed("a", ""))
    loop.run(paintings.packed("b", "x" * 6000))  # packs to less than a hundred bytes
    slow.told.clear()
    loop.run(paintings.packed("a", ""))
    assert slow.told == ["a"]


@pytest.mark.parametrize("path", ["/embed/country/LBY", "/country/LBY"])
def test_a_view_with_an_overlong_query_is_answered_and_not_kept(client, monkeypatch, path):
    kept = []
    real = Paintings.packed

    async def noting(self, *asked, keep=True):
        kept.append(keep)
        return await real(self, *asked, keep=keep)

    monkeypatch.setattr(Paintings, "packed", noting)
    for query in ("x=1", "x=" + "1" * (LONGEST_QUERY + 1)):
        assert client.get(f"{path}?{query}").status_code == 200
    assert kept == [True, False]


def test_what_is_not_to_be_kept_is_painted_again(loop):
    slow = Slow()
    paintings = Paintings(slow)
    for _ in range(2):
        loop.run(paintings.packed("map", "cited=1", keep=False))
    assert slow.told == ["map", "map"]


def test_what_was_not_found_is_painted_again(loop):
    slow = Slow()
    paintings = Paintings(slow)
    assert [loop.run(paintings.packed("gone", "")).status for _ in range(2)] == [404, 404]
    assert slow.told == ["gone", "gone"]


def test_too_many_that_wait_are_told_so_and_come_back(loop):
    slow = Slow()
    paintings = Paintings(slow, most_waiting=1)

    async def two():
        first = asyncio.ensure_future(paintings.packed("slow", ""))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="Try again"):
            await paintings.packed("map", "")
        slow.let.set()
        return await first

    loop.run(two())
    assert words(loop.run(paintings.packed("map", ""))) == "<html>map?</html>"


@pytest.mark.parametrize("path", ["/embed/map", "/"])
def test_a_view_says_that_it_comes_by_itself(client, monkeypatch, path):
    async def busy(*_, **__):
        raise BusyError

    monkeypatch.setattr(Paintings, "packed", busy)
    answer = client.get(f"{path}?colour=goal-3&company=separated")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == answer.headers["refresh"] == "5"
    assert answer.headers["cache-control"] == "no-store"
    assert "comes by itself" in answer.text
    is_embed = "frame-ancestors *" in answer.headers["content-security-policy"]
    assert is_embed == path.startswith("/embed/")


@pytest.mark.parametrize("path", ["/embed/country/LBY", "/country/LBY", "/sources"])
def test_a_view_is_the_same_with_and_without_compression(client, path):
    packed = client.get(path, headers={"Accept-Encoding": "br"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "br"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    for answer in (packed, plain):
        assert "Accept-Encoding" in answer.headers["vary"].split(", ")
