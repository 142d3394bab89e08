"""Stored copies of what services answer: the same figures in a third party's table, as CSV.

A bundled snapshot is such a copy (``made`` says so): its columns are those of whoever carried it,
not the service's. UNHCR and Missing Migrants keep the publisher's own columns, so that their
connectors read copies, too. Pure, like every ``parse``.
"""

from __future__ import annotations

from collections.abc import Callable

from geodata import countries
from geodata.connectors.asking import Files, Tidy, rows_of
from geodata.snapshots import Origin
from geodata.tidy import OBSERVATIONS, frame, number

EMPLOYED = "Children in employment, total (% of children ages 7-14)"
RISK = {
    "INFORM RISK": "inform_risk",
    "HAZARD & EXPOSURE": "inform_hazard_exposure",
    "VULNERABILITY": "inform_vulnerability",
    "LACK OF COPING CAPACITY": "inform_lack_of_coping",
    "Human": "inform_conflict",
}
GAPMINDER = Origin(
    source="gapminder",
    source_id="gapminder-out-of-school",
    publisher="Gapminder, after the UNESCO Institute for Statistics",
    title="Systema Globalis: children of primary school age out of school",
    licence="CC BY 4.0",
    licence_url="https://github.com/open-numbers/ddf--gapminder--systema_globalis",
)


UN_SDG = Origin(
    source="un_sdg",
    source_id="un-sdg-indicators",
    publisher="United Nations Statistics Division",
    title="Global SDG Indicators Database, October 2020",
    licence="May be copied and passed on if the United Nations is cited (terms of UNdata, which "
    "carries it; the terms of the database itself were not read)",
    licence_url="https://data.un.org/Host.aspx?Content=UNdataUse",
)
# Code of the database -> our series, and the ages that it is asked for.
SDG_SERIES = {
    "SG_REG_BRTH": ("un_birth_registration", "lt5y"),
    "SP_DYN_MRBF18": ("un_married_before_18", "20_24"),
    "SL_TLF_CHLDEA": ("un_child_labour", "5_17"),
    "VC_VAW_PHYPYV": ("un_violent_discipline", "1_14"),
}
SDG_AGES = {
    "lt1y": "under 1", "lt5y": "under 5", "lt6y": "under 6", "lt8y": "under 8",
    "m6t59": "6 to 59 months",
}  # fmt: skip
SDG_STATUS = {"c": "reported", "ca": "reported", "e": "estimated", "m": "modelled"}


def world_bank(files: Files) -> Tidy:
    """Read children in employment, one row a country and year."""
    rows = []
    for where, content in files:
        for line, cells in rows_of(content, ("Country Code", "Year", EMPLOYED)):
            at = f"{where.file}, line {line}"
            rows.append({
                "series": "wb_children_in_employment", "iso3": cells["Country Code"],
                "year": int(cells["Year"]), "value": number(cells[EMPLOYED], at),
                "unit": "percent", "status": "estimated", **where.row(f"line {line}"),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, rows))


def inform_risk(files: Files) -> Tidy:
    """Read the scores of one edition. The year is in the file's name."""
    rows = []
    for where, content in files:
        year = int(where.file.removeprefix("scores-")[:4])
        for line, cells in rows_of(content, ("ISO3", *RISK)):
            rows += [
                {
                    "series": series, "iso3": cells["ISO3"], "year": year,
                    "value": number(cells[column], f"{where.file}, line {line}"),
                    "unit": "index_0_10", "status": "modelled",
                    **where.row(f"line {line}, {column}"),
                }
                for column, series in RISK.items()
            ]  # fmt: skip
    return Tidy(frame(OBSERVATIONS, rows))


def idmc(files: Files) -> Tidy:
    """Read people displaced inside their country by conflict and violence."""
    rows = []
    for where, content in files:
        for line, cells in rows_of(content, ("year", "coo_iso", "coa_iso", "total")):
            rows.append({
                "series": "idmc_idps_conflict", "iso3": cells["coa_iso"],
                "year": int(cells["year"]),
                "value": number(cells["total"], f"{where.file}, line {line}"),
                "unit": "people", "status": "estimated", **where.row(f"line {line}"),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, rows))


def ucdp(files: Files) -> Tidy:
    """Read deaths in organised violence: best, low and high estimates.

    A state that is no more, such as South Yemen, keeps its number: it is named and set aside.
    """
    rows = []
    for where, content in files:
        for line, cells in rows_of(content, ("gwcode", "year", "low", "high", "best")):
            at = f"{where.file}, line {line}"
            rows.append({
                "series": "ucdp_deaths", "iso3": countries.read(cells["gwcode"], "gw").iso3,
                "year": int(cells["year"]), "value": number(cells["best"], at),
                "lower": number(cells["low"], at), "upper": number(cells["high"], at),
                "unit": "deaths", "status": "estimated", **where.row(f"line {line}"),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, rows))


def gapminder(files: Files) -> Tidy:
    """Read children of primary age out of school; country codes are in small letters."""
    column = "children_out_of_school_primary"
    rows = []
    for where, content in files:
        for line, cells in rows_of(content, ("iso3_lower", "year", column)):
            rows.append({
                "series": "uis_out_of_school_primary", "iso3": cells["iso3_lower"].upper(),
                "year": int(cells["year"]),
                "value": number(cells[column], f"{where.file}, line {line}"),
                "unit": "people", "status": "estimated", **where.row(f"line {line}"),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, rows))


def un_sdg(files: Files) -> Tidy:
    """Read four series on children; a survey of other ages than asked for says so in its note."""
    rows = []
    for where, content in files:
        for line, cells in rows_of(content, ("series", "iso3", "year", "age", "nature", "value")):
            series, asked = SDG_SERIES[cells["series"]]
            age = cells["age"]
            words = SDG_AGES.get(age) or age.replace("_", " to ")
            rows.append({
                "series": series, "iso3": cells["iso3"], "year": int(cells["year"]),
                "value": number(cells["value"], f"{where.file}, line {line}"),
                "unit": "percent", "status": SDG_STATUS[cells["nature"]],
                "note": "" if age == asked else f"Children of other ages: {words}.",
                **where.row(f"line {line}"),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, rows))


PARSERS: dict[str, Callable[[Files], Tidy]] = {
    "world_bank": world_bank, "inform_risk": inform_risk, "idmc": idmc, "ucdp": ucdp,
    "gapminder": gapminder, "un_sdg": un_sdg,
}  # fmt: skip
