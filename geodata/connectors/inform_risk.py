"""INFORM Risk Index: scores from 0 to 10, high is worse. A score, not a measurement.

Editions change method, so one snapshot holds one edition: its workflow number is pinned.
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

INDICATORS = {
    "INFORM": "inform_risk",
    "HA": "inform_hazard_exposure",
    "VU": "inform_vulnerability",
    "CC": "inform_lack_of_coping",
    "HA.HUM": "inform_conflict",
}
NEEDED = ("Iso3", "IndicatorId", "IndicatorScore")


def plan(options: Options) -> list[Ask]:
    """Return the one request: all countries, the indices we show."""
    return [
        Ask(
            file=f"scores-{options['edition_year']}.json",
            path="countries/Scores/",
            query={
                "WorkflowId": str(options["workflow_id"]), "IndicatorId": ",".join(INDICATORS),
            },
        )
    ]  # fmt: skip


def after(_ask: Ask, content: bytes) -> Step:
    """Check the rows. An unknown workflow answers with an empty list."""
    rows = json_of(content)
    if not isinstance(rows, list) or not rows:
        raise AnswerError(
            "found no score: the workflow is not known, or the shape changed. Set "
            "inform_risk.workflow_id and edition_year"
        )
    need(rows[0], NEEDED, "the first row")
    return Step()


def parse(files: Files) -> Tidy:
    """Read the scores. The year is that of the edition, from the file's name."""
    observations = []
    for where, content in files:
        year = int(where.file.removeprefix("scores-")[:4])
        for i, row in enumerate(json_of(content)):
            at = f"{where.file}, item {i}"
            need(row, NEEDED, at)
            code = str(row["IndicatorId"])
            observations.append({
                "series": INDICATORS.get(code, f"inform_{code}"), "iso3": str(row["Iso3"]),
                "year": year, "value": number(row["IndicatorScore"], at), "unit": "index_0_10",
                "status": "modelled", **where.row(str(i)),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, observations))


CONNECTOR = Connector(
    origin=Origin(
        source="inform_risk",
        source_id="inform-risk-index",
        publisher="INFORM (Inter-Agency Standing Committee and European Commission)",
        title="INFORM Risk Index",
        licence="CC BY 4.0",
        licence_url="https://drmkc.jrc.ec.europa.eu/inform-index",
    ),
    base="https://drmkc.jrc.ec.europa.eu/inform-index/API/InformAPI/",
    plan=plan,
    after=after,
    parse=parse,
    options={"workflow_id": 505, "edition_year": 2026},
)
