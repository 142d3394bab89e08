"""Internal Displacement Monitoring Centre: people displaced inside their country.

Stocks count people at the end of the year; new displacements count movements, so one person can be
counted several times. The service wants a client_id of one's own, given by e-mail.
"""

from __future__ import annotations

from geodata.connectors.asking import (
    AnswerError,
    Ask,
    Connector,
    Files,
    Options,
    Step,
    Tidy,
    json_of,
    need,
)
from geodata.snapshots import Origin
from geodata.tidy import OBSERVATIONS, frame, number

COLUMNS = {
    "conflict_total_displacement": ("idmc_idps_conflict", "people"),
    "disaster_total_displacement": ("idmc_idps_disaster", "people"),
    "conflict_new_displacement": ("idmc_new_conflict", "movements"),
    "disaster_new_displacement": ("idmc_new_disaster", "movements"),
}
NEEDED = ("iso3", "year", *COLUMNS)
ABOUT = ("count", "results")


def plan(options: Options) -> list[Ask]:
    """Return the one chain of pages: all countries, all years from the first on."""
    return [
        Ask(
            file="displacements.json",
            path="external-api/gidd/displacements/",
            query={
                "format": "json", "limit": str(options["page_size"]),
                "start_year": str(options["first_year"]), "end_year": str(options["last_year"]),
            },
        ).at(1, {"offset": "0"})
    ]  # fmt: skip


def after(ask: Ask, content: bytes) -> Step:
    """Check one page. The next is counted here: the answer's own link carries the key."""
    answer = json_of(content)
    need(answer, ABOUT, "the answer")
    count, rows = int(answer["count"]), answer["results"]
    if rows:
        need(rows[0], NEEDED, "the first row")
    size, had = int(ask.query["limit"]), int(ask.query["offset"]) + len(rows)
    if had < count and not rows:
        raise AnswerError(f"found no row on page {ask.page}, though {count - had} are to come")
    then = ask.at(ask.page + 1, {"offset": str(had)}) if had < count else None
    return Step(then, max(1, -(-count // size)))


def parse(files: Files) -> Tidy:
    """Read all pages."""
    observations = []
    for where, content in files:
        answer = json_of(content)
        need(answer, ABOUT, where.file)
        for i, row in enumerate(answer["results"]):
            at = f"{where.file}, item {i}"
            need(row, NEEDED, at)
            observations += [
                {
                    "series": series, "iso3": str(row["iso3"]), "year": int(row["year"]),
                    "value": number(row[column], at), "unit": unit, "status": "estimated",
                    **where.row(f"results/{i}"),
                }
                for column, (series, unit) in COLUMNS.items()
            ]  # fmt: skip
    return Tidy(frame(OBSERVATIONS, observations))


CONNECTOR = Connector(
    origin=Origin(
        source="idmc",
        source_id="idmc-gidd",
        publisher="Internal Displacement Monitoring Centre",
        title="Global Internal Displacement Database",
        licence="Terms of IDMC: attribution; check before commercial use",
        licence_url="https://www.internal-displacement.org/database/",
    ),
    base="https://helix-tools-api.idmcdb.org/",
    plan=plan,
    after=after,
    parse=parse,
    options={"first_year": 2008, "last_year": 0, "page_size": 1000},
    key="CHILDWAYS_IDMC_CLIENT_ID",
    key_in="query:client_id",
    key_advice="IDMC gives one by e-mail: https://www.internal-displacement.org/database/",
)
