"""The Childways API from Python, with the standard library alone.

CHILDWAYS=http://127.0.0.1:8050 python client.py
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

SITE = os.environ.get("CHILDWAYS", "http://127.0.0.1:8050")
NEXT = re.compile(r'<([^>]+)>; rel="next"')


def ask(path: str, accept: str = "application/json", **query: Any) -> tuple[str, Any]:
    """Return the text of an answer and its headers."""
    address = SITE + path + (f"?{urlencode(query)}" if query else "")
    with urlopen(Request(address, headers={"Accept": accept}), timeout=60) as answer:
        return answer.read().decode(), answer.headers


def every_row(path: str, **query: Any) -> Iterator[dict[str, Any]]:
    """Follow the links of a list to its end."""
    text, headers = ask(path, **query)
    while True:
        yield from json.loads(text)["data"]
        link = NEXT.search(headers.get("Link", ""))
        if link is None:
            return
        text, headers = ask(link[1])


def main() -> None:
    """Ask for a journey, a table, all sources; keep an answer; meet an error."""
    # One child on one journey.
    text, headers = ask("/api/v1/journeys/central-med-horn/main", status="refugee", year=2024)
    journey = json.loads(text)["data"]
    weakest = journey["weakest"]
    cells = ", ".join(f"{cell['iso3']} goal {cell['goal']}" for cell in weakest)
    print(f"Weakest, at level {weakest[0]['level']}: {cells}")
    for sentence in journey["sentences"]:
        print("-", sentence["text"])

    # The same again: nothing is sent when nothing has changed.
    again = Request(
        f"{SITE}/api/v1/journeys/central-med-horn/main?status=refugee&year=2024",
        headers={"If-None-Match": headers["ETag"]},
    )
    try:
        status = urlopen(again, timeout=60).status
    except HTTPError as answer:
        status = answer.code
    print("not changed:", status == 304)

    # A journey of one's own.
    body = json.dumps({"stops": ["ERI", "SDN", "LBY", "ITA"], "name": "By sea"}).encode()
    post = Request(f"{SITE}/api/v1/journeys", body, {"Content-Type": "application/json"})
    with urlopen(post, timeout=60) as answer:
        own = json.load(answer)["data"]
    print(f"{own['name']}: {len(own['drops'])} drops, to be seen at {SITE}{own['url']}")

    # A table as CSV. An empty cell is unknown, never 0.
    text, _ = ask("/api/v1/levels", accept="text/csv", iso3="LBY,ITA", goal=2, year=2024)
    for row in csv.DictReader(io.StringIO(text)):
        print(f"{row['country']}, goal 2: {row['level'] or 'not known'} ({row['evidence']})")

    # Every row of a list.
    sources = {row["source_id"]: row for row in every_row("/api/v1/sources", per_page=500)}
    print(f"{len(sources)} sources")

    # An error says what to send instead.
    try:
        ask("/api/v1/routes/central-med")
    except HTTPError as error:
        print(json.load(error)["detail"])


if __name__ == "__main__":
    main()
