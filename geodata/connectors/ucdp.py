"""Uppsala Conflict Data Program: deaths in organised violence, from events to country and year.

Events are only added up: where and when each happened is not taken. Countries are Gleditsch-Ward
numbers. Pages count from 0. The service wants a token.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from geodata import countries
from geodata.connectors.asking import (
    AnswerError,
    Ask,
    Connector,
    Files,
    Options,
    Step,
    Tidy,
    json_of,
    more,
    need,
    years,
)
from geodata.snapshots import Origin
from geodata.tidy import OBSERVATIONS, frame, number

NEEDED = ("id", "year", "country_id", "best", "low", "high", "deaths_civilians")
ABOUT = ("TotalCount", "TotalPages", "Result")


def plan(options: Options) -> list[Ask]:
    """Return one chain of pages for each year."""
    return [
        Ask(
            file=f"events-{year}.json",
            path=f"gedevents/{options['version']}",
            query={
                "pagesize": str(options["page_size"]),
                "StartDate": f"{year}-01-01", "EndDate": f"{year}-12-31",
            },
        ).at(0, {"page": "0"})
        for year in years(options)
    ]  # fmt: skip


def after(ask: Ask, content: bytes) -> Step:
    """Check one page, and ask for the next until it is the last."""
    answer = json_of(content)
    need(answer, ABOUT, "the answer")
    last = int(answer["TotalPages"])
    if answer["Result"]:
        need(answer["Result"][0], NEEDED, "the first event")
    elif ask.page + 1 < last:
        raise AnswerError(f"found no event on page {ask.page} of {last}")
    then = ask.at(ask.page + 1, {"page": str(ask.page + 1)}) if ask.page + 1 < last else None
    return Step(then, max(last, 1))


def parse(files: Files) -> Tidy:
    """Add events up by country and year: best, low and high estimates, and civilians."""
    sums: dict[tuple[str, int], dict[str, Any]] = defaultdict(
        lambda: {"best": 0.0, "low": 0.0, "high": 0.0, "deaths_civilians": 0.0, "events": 0}
    )
    seen: set[Any] = set()
    for where, content in files:
        answer = json_of(content)
        need(answer, ABOUT, where.file)
        for i, event in enumerate(answer["Result"]):
            at = f"{where.file}, item {i}"
            need(event, NEEDED, at)
            if event["id"] in seen:
                raise AnswerError(f"{at}: event {event['id']} comes a second time: pages overlap")
            seen.add(event["id"])
            code = countries.read(str(event["country_id"]), "gw")
            cell = sums[(code.iso3, int(event["year"]))]
            cell.setdefault("from", where.row(f"Result/{i}"))
            cell["events"] += 1
            for name in ("best", "low", "high", "deaths_civilians"):
                cell[name] += number(event[name], at) or 0
    rows = []
    for (iso3, year), cell in sums.items():
        origin = dict(cell["from"])
        origin["locator"] = more(origin["locator"], cell["events"] - 1, "events of that year")
        about = {"iso3": iso3, "year": year, "unit": "deaths", "status": "estimated", **origin}
        rows.append({
            "series": "ucdp_deaths", "value": cell["best"], "lower": cell["low"],
            "upper": cell["high"], **about,
        })  # fmt: skip
        rows.append({"series": "ucdp_civilian_deaths", "value": cell["deaths_civilians"], **about})
    return Tidy(frame(OBSERVATIONS, rows))


CONNECTOR = Connector(
    origin=Origin(
        source="ucdp",
        source_id="ucdp-ged",
        publisher="Uppsala Conflict Data Program",
        title="Georeferenced Event Dataset, added up by country and year",
        licence="CC BY 4.0",
        licence_url="https://ucdp.uu.se/downloads/",
    ),
    base="https://ucdpapi.pcr.uu.se/api/",
    plan=plan,
    after=after,
    parse=parse,
    options={"first_year": 2015, "last_year": 0, "version": "25.1", "page_size": 1000},
    key="CHILDWAYS_UCDP_TOKEN",
    key_in="header:x-ucdp-access-token",
    key_advice="UCDP gives tokens on request: https://ucdp.uu.se/apidocs/",
)
