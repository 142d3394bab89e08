"""The server as it is run: several processes, one of them killed under load; tools for programs."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

CLIENTS = 6
PATHS = ("/embed/map", "/embed/journey/channel", "/health", "/embed/country/LBY")
WAIT = 300  # seconds, far more than any real wait


@pytest.fixture(scope="module")
def serving():
    """Two processes on a free port, with the tools on; the port and the watching process."""
    port = a_port()
    environ = {**os.environ, "CHILDWAYS_MCP": "1", "CHILDWAYS_ACCESS_LOG": "0"}
    command = [str(Path(sys.executable).parent / "childways"), "serve"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--workers", "2"],
        env=environ,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until(lambda: answers(port) and len(workers(process.pid)) == 2)
        yield port, process
    finally:
        process.terminate()
        assert process.wait(WAIT) == 0


def a_port():
    """Return a free port that no other test is given: those that ask for any get higher ones."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def until(is_so):
    """Ask until it is so; the end of the wait is a failure."""
    deadline = time.monotonic() + WAIT
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.05)


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def answers(port):
    try:
        return get(port, "/health")[0] == 200
    except OSError:
        return False


def workers(pid):
    """Return the processes that answer: children that were spawned to serve."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = []
    for child in children:
        command = Path(f"/proc/{child}/cmdline")
        if command.exists() and b"spawn_main" in command.read_bytes():
            found.append(int(child))
    return found


def is_dead(pid):
    status = Path(f"/proc/{pid}/status")
    return not status.exists() or "State:\tZ" in status.read_text()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads Linux's /proc")
def test_a_killed_worker_loses_only_what_it_had_in_hand_and_is_replaced(serving):
    port, process = serving
    done, lost, wrong = [], [], []
    stop = threading.Event()

    def visit(number):
        turn = number
        while not stop.is_set():
            begun, turn = time.monotonic(), turn + 1
            try:
                status, _ = get(port, PATHS[turn % len(PATHS)])
                (done if status == 200 else wrong).append(begun)
            except (OSError, http.client.HTTPException):
                lost.append(begun)

    clients = [threading.Thread(target=visit, args=(n,)) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        until(lambda: len(done) > 40)
        victim = workers(process.pid)[0]
        os.kill(victim, signal.SIGKILL)
        until(lambda: is_dead(victim))
        died = time.monotonic()
        until(lambda: len(workers(process.pid)) == 2 and victim not in workers(process.pid))
        after = len(done)
        until(lambda: len(done) > after + 60)
    finally:
        stop.set()
        for client in clients:
            client.join(WAIT)
    assert wrong == []
    assert all(begun < died for begun in lost), "a request begun after the death was lost"
    assert len(lost) <= CLIENTS


class Session:
    """A client of the protocol: JSON-RPC over HTTP, with the session that the server gave."""

    def __init__(self, port):
        self.port = port
        self.headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "Connection": "close",
        }

    def send(self, content, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        connection.request("POST", "/mcp", body, {**self.headers, **headers})
        answer = connection.getresponse()
        told = answer.read()
        self.headers["Mcp-Session-Id"] = answer.headers.get("Mcp-Session-Id", "")
        connection.close()
        return answer.status, told

    def ask(self, method, **params):
        status, told = self.send({"jsonrpc": "2.0", "id": 7, "method": method, "params": params})
        assert status == 200
        answer = json.loads(told)
        assert answer["id"] == 7
        return answer

    def call(self, name, **arguments):
        return self.ask("tools/call", name=name, arguments=arguments)["result"]


@pytest.fixture(scope="module")
def session(serving):
    made = Session(serving[0])
    about = {"name": "test", "version": "1"}
    told = made.ask("initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=about)
    assert "tools" in told["result"]["capabilities"]
    status, _ = made.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert status == 202
    return made


def test_the_tools_are_five_and_nothing_of_the_app_is_offered(session):
    listed = session.ask("tools/list")["result"]["tools"]
    names = {tool["name"] for tool in listed}
    assert names == {
        "routes_list", "country_levels", "journey_profile", "view_numbers", "source_records",
    }  # fmt: skip
    assert all(tool["description"] != "MCP tool" for tool in listed)
    assert session.ask("resources/list")["result"]["resources"] == []
    assert session.ask("resources/templates/list")["result"]["resourceTemplates"] == []
    for uri in ("dash://layout", "dash://components", "dash://pages", "dash://page-layout/"):
        assert "error" in session.ask("resources/read", uri=uri)
    for name in ("draw", "get_dash_component"):
        assert "error" in session.ask("tools/call", name=name, arguments={})


def test_a_tool_gives_the_numbers_of_the_page_with_their_terms(session, client, data):
    address = "/journey/central-med-horn?status=refugee&year=2020"
    told = session.call("journey_profile", way="central-med-horn", status="refugee", year=2020)
    found = told["structuredContent"]["result"]
    same = client.get("/api/v1/views", params={"url": address}).json()["data"]
    assert found["view"] == same
    assert found["data_version"] == data.version
    assert found["licence"] == "CC BY 4.0"
    by_address = session.call("view_numbers", address=address + "&colour=pink")
    again = by_address["structuredContent"]["result"]
    assert again["view"]["profile"]["levels"] == same["profile"]["levels"]
    assert again["could_not_be_used"] == ["“colour” is not a choice of this page."]
    libya = session.call("country_levels", country="LBY")["structuredContent"]["result"]
    ids = libya["view"]["levels"][1]["source_ids"]
    sources = session.call("source_records", source_ids=[*ids, "none-such"])
    named = sources["structuredContent"]["result"]
    assert [source["source_id"] for source in named["sources"]] == ids
    assert named["unknown"] == ["none-such"]


def test_a_tool_says_what_it_does_not_have(session):
    for name, arguments, words in (
        ("country_levels", {"country": "QQQ"}, "QQQ"),
        ("journey_profile", {"way": "atlantis"}, "atlantis"),
        ("journey_profile", {"way": "channel", "status": "pirate"}, "pirate"),
        ("view_numbers", {"address": "https://example.org/"}, "not this site"),
        ("country_levels", {"strange": 1}, "strange"),
    ):
        answer = session.call(name, **arguments)
        assert answer["isError"]
        assert words in answer["content"][0]["text"]


REBOUND = {"Host": "evil.example"}  # a name of theirs that was made to lead to this server


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"[]", {}, 400),
        (b'{"method": 3}', {}, 400),
        (b'{"method": "tools/list", "params": []}', {}, 200),
        (b'{"method": "tools/call", "params": "x"}', {}, 400),
        (b"{" * 5000, {}, 400),
        (b"[" * 19_000, {}, 400),
        (b'{"a": "' + b"x" * 30_000 + b'"}', {}, 413),
        (b'{"method": "tools/list"}', {"Origin": "https://evil.example"}, 403),
        (b'{"method": "tools/list"}', {"Origin": "http://evil.example", **REBOUND}, 403),
    ],
)
def test_what_is_no_message_is_refused(session, body, headers, status):
    assert session.send(body, **headers)[0] == status


def test_the_tools_are_off_by_default(client):
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    for path in ("/mcp", "/_mcp", "/_dash-mcp"):
        assert client.ask("POST", path, json=asked).status_code in (404, 405)
