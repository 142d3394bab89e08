"""What crosses the wire for one page: every request, its bytes as sent, and web socket frames."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession

TOPOLOGY_URL = "https://cdn.plot.ly/*"
# Plotly asks a host on the internet for the outlines of its own base map, even where none of it
# is shown, and draws no map without an answer. It gets an empty one.
LAYERS = ("coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits")
TOPOLOGY = {
    "type": "Topology",
    "objects": {name: {"type": "GeometryCollection", "geometries": []} for name in LAYERS},
    "arcs": [],
}
TEN_MEGABITS = 10_000_000 / 8
LATENCY_MS = 40
KINDS = {
    "/_dash-component-suites/": "Dash's scripts",
    "/_dash-": "Dash's answers",
    "/data/": "data",
    "/static/": "our scripts",
}
ENDINGS = {
    "/dash.js": "Dash's scripts",
    ".woff2": "fonts",
    ".woff": "fonts",
    ".ttf": "fonts",
    ".css": "styles",
    ".svg": "icons",
}


@dataclass(slots=True)
class Sent:
    """One request. ``size_bytes`` is what came over the wire, headers included."""

    url: str
    kind: str
    size_bytes: int = 0
    is_done: bool = False


class Wire:
    """Listens to one page, and to the shared workers it starts, from before its first request."""

    def __init__(self, session: CDPSession, browser: CDPSession, *, is_throttled: bool) -> None:
        self.requests: dict[str, Sent] = {}
        self.last_heard = time.monotonic()
        self._session = session
        self._browser = browser
        self._heard = {
            "Network.requestWillBeSent": self._begun,
            "Network.loadingFinished": self._finished,
            "Network.loadingFailed": self._failed,
            "Network.webSocketCreated": self._opened,
            "Network.webSocketFrameReceived": self._received,
        }
        for name, hear in self._heard.items():
            session.on(name, hear)
        session.on("Fetch.requestPaused", self._answer)
        # Dash holds its web socket in a shared worker, which is no part of the page.
        browser.on("Target.targetCreated", self._join)
        browser.on("Target.attachedToTarget", self._listen)
        browser.on("Target.receivedMessageFromTarget", self._relay)
        browser.send("Target.setDiscoverTargets", {"discover": True})
        session.send("Network.enable")
        session.send("Fetch.enable", {"patterns": [{"urlPattern": TOPOLOGY_URL}]})
        if is_throttled:
            session.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": LATENCY_MS,
                    "downloadThroughput": TEN_MEGABITS,
                    "uploadThroughput": TEN_MEGABITS,
                },
            )

    def is_quiet(self, seconds: float) -> bool:
        """Return whether nothing is under way and nothing came for so long."""
        return not self.waiting() and time.monotonic() - self.last_heard > seconds

    def waiting(self) -> list[str]:
        """Return the addresses still under way."""
        return [sent.url for sent in self.requests.values() if not sent.is_done]

    def _begun(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith(("http:", "https:")):
            return
        self.last_heard = time.monotonic()
        key = event["requestId"]
        if key in self.requests:  # a redirect: the answer that sent us on has come
            self.requests[f"{key} {len(self.requests)}"] = self.requests.pop(key)
            self.requests[f"{key} {len(self.requests)}"].is_done = True
        self.requests[key] = Sent(url, kind_of(url, event.get("type", "")))

    def _finished(self, event: dict[str, Any]) -> None:
        self.last_heard = time.monotonic()
        if sent := self.requests.get(event["requestId"]):
            sent.size_bytes, sent.is_done = int(event["encodedDataLength"]), True

    def _failed(self, event: dict[str, Any]) -> None:
        self.last_heard = time.monotonic()
        if sent := self.requests.get(event["requestId"]):
            sent.is_done = True

    def _opened(self, event: dict[str, Any]) -> None:
        self.requests[event["requestId"]] = Sent(event["url"], "web socket", is_done=True)

    def _received(self, event: dict[str, Any]) -> None:
        self.last_heard = time.monotonic()
        frame = event["response"]
        is_text = frame["opcode"] == 1
        text: str = frame["payloadData"]
        size = len(text.encode()) if is_text else len(base64.b64decode(text))
        if sent := self.requests.get(event["requestId"]):
            sent.size_bytes += size

    def _join(self, event: dict[str, Any]) -> None:
        target = event["targetInfo"]
        if target["type"] == "shared_worker":
            self._browser.send(
                "Target.attachToTarget", {"targetId": target["targetId"], "flatten": False}
            )

    def _listen(self, event: dict[str, Any]) -> None:
        message = json.dumps({"id": 1, "method": "Network.enable", "params": {}})
        self._browser.send(
            "Target.sendMessageToTarget", {"sessionId": event["sessionId"], "message": message}
        )
        for sent in self.requests.values():  # its script has come; its end may go unheard
            sent.is_done = sent.is_done or sent.url == event["targetInfo"]["url"]

    def _relay(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if hear := self._heard.get(message.get("method", "")):
            hear(message["params"])

    def _answer(self, event: dict[str, Any]) -> None:
        self._session.send(
            "Fetch.fulfillRequest",
            {
                "requestId": event["requestId"],
                "responseCode": 200,
                "responseHeaders": [
                    {"name": "Content-Type", "value": "application/json"},
                    {"name": "Access-Control-Allow-Origin", "value": "*"},
                ],
                "body": base64.b64encode(json.dumps(TOPOLOGY).encode()).decode(),
            },
        )


def kind_of(url: str, resource: str) -> str:
    """Return what a request is for, in the words of the breakdown."""
    if resource == "Document":
        return "document"
    path = urlsplit(url).path
    for ending, kind in ENDINGS.items():
        if path.endswith(ending):
            return kind
    return next((kind for start, kind in KINDS.items() if path.startswith(start)), "other")
