"""World Bank indicators, API v2. Errors come with status 200; ``value`` may be null.

Countries are read from ``countryiso3code``: regions and income groups have one, too, and are named
and set aside by ``geodata.incoming``.
"""

from __future__ import annotations

from typing import Any

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

# Code of the Bank -> our series and unit.
INDICATORS = {
    "SP.REG.BRTH.ZS": ("wb_birth_registration", "percent"),
    "SL.TLF.0714.ZS": ("wb_children_in_employment", "percent"),
    "SE.PRM.UNER.ZS": ("wb_out_of_school_primary", "percent"),
    "SH.IMM.IDPT": ("wb_dtp3", "percent"),
    "SH.IMM.MEAS": ("wb_measles", "percent"),
    "SP.POP.0014.TO": ("wb_population_0_14", "people"),
    "VC.IDP.TOCV": ("wb_idps_conflict", "people"),
    "VC.BTL.DETH": ("wb_battle_deaths", "deaths"),
}
ABOUT = ("page", "pages", "total")
NEEDED = ("indicator", "countryiso3code", "country", "date", "value")


def plan(options: Options) -> list[Ask]:
    """Return one chain of pages for each indicator."""
    unknown = sorted(set(options["indicators"]) - set(INDICATORS))
    if unknown:
        raise AnswerError(
            f"the setting world_bank.indicators names {', '.join(unknown)}; we know "
            f"{', '.join(INDICATORS)}. Add the others to geodata/connectors/world_bank.py"
        )
    return [
        Ask(
            file=f"{code}.json",
            path=f"country/all/indicator/{code}",
            query={
                "format": "json", "per_page": str(options["page_size"]),
                "date": f"{options['first_year']}:{options['last_year']}",
            },
        ).at(1, {"page": "1"})
        for code in options["indicators"] or INDICATORS
    ]  # fmt: skip


def after(ask: Ask, content: bytes) -> Step:
    """Check one page, and ask for the next until it is the last."""
    about, rows = _parts(content)
    page, last = int(about["page"]), int(about["pages"])
    if page != ask.page and last:
        raise AnswerError(f"found page {page} where page {ask.page} was asked for")
    if rows:
        need(rows[0], NEEDED, "the first row")
    return Step(ask.at(page + 1, {"page": str(page + 1)}) if page < last else None, max(last, 1))


def parse(files: Files) -> Tidy:
    """Read all pages."""
    observations = []
    for where, content in files:
        for i, row in enumerate(_parts(content)[1]):
            at = f"{where.file}, item {i}"
            need(row, NEEDED, at)
            code = str(row["indicator"]["id"])
            series, unit = INDICATORS.get(code, (f"wb_{code}", "percent"))
            observations.append({
                "series": series,
                "iso3": row["countryiso3code"] or str(row["country"]["id"]),
                "year": int(row["date"]),
                "value": number(row["value"], at),
                "unit": unit,
                "status": {"F": "modelled", "E": "estimated", "P": "provisional"}.get(
                    str(row.get("obs_status") or ""), "reported"
                ),
                **where.row(f"1/{i}"),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, observations))


def _parts(content: bytes) -> tuple[dict[str, Any], list[Any]]:
    answer = json_of(content)
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], dict):
        raise AnswerError("found no list of two parts: the shape changed")
    if "message" in answer[0]:
        said = "; ".join(str(m.get("value", m)) for m in answer[0]["message"])
        raise AnswerError(f"the service said: {said}")
    need(answer[0], ABOUT, "the first part")
    if len(answer) == 1 or answer[1] is None:
        return answer[0], []
    if not isinstance(answer[1], list):
        raise AnswerError("found no list of rows in the second part: the shape changed")
    return answer[0], answer[1]


CONNECTOR = Connector(
    origin=Origin(
        source="world_bank",
        source_id="world-bank-indicators",
        publisher="World Bank",
        title="World Development Indicators",
        licence="CC BY 4.0 for most series",
        licence_url="https://datacatalog.worldbank.org/public-licenses",
        note="Some series come from third parties with terms of their own.",
    ),
    base="https://api.worldbank.org/v2/",
    plan=plan,
    after=after,
    parse=parse,
    options={"first_year": 2000, "last_year": 0, "page_size": 20000, "indicators": []},
)
