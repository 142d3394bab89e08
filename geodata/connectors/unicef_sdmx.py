"""UNICEF Data Warehouse, SDMX: child protection, education, immunisation. CSV, one file a theme.

No match comes as 404 with text: that is empty, not a failure. Years are filtered here, since the
service's own filter misbehaves for surveys. Regions share REF_AREA with countries.
"""

from __future__ import annotations

from geodata.connectors.asking import (
    Ask,
    Connector,
    Files,
    Options,
    Step,
    Tidy,
    rows_of,
)
from geodata.errors import DataError
from geodata.snapshots import Origin
from geodata.tidy import OBSERVATIONS, frame, number

# Code of the warehouse -> our series. All in percent.
THEMES = {
    "child_protection": {
        "PT_CHLD_Y0T4_REG": "unicef_birth_registration",
        "PT_CHLD_5-17_LBR_ECON-HC": "unicef_child_labour",
        "PT_CHLD_1-14_PS-PSY-V_CGVR": "unicef_violent_discipline",
        "PT_F_20-24_MRD_U18": "unicef_married_before_18",
    },
    "education": {
        "ED_ROFST_L1": "unicef_out_of_school_primary",
        "ED_ROFST_L2": "unicef_out_of_school_lower_secondary",
        "ED_ROFST_L3": "unicef_out_of_school_upper_secondary",
        "ED_ROFST_L1_UIS_MOD": "unicef_out_of_school_primary_modelled",
        "ED_ROFST_L2_UIS_MOD": "unicef_out_of_school_lower_secondary_modelled",
        "ED_ROFST_L3_UIS_MOD": "unicef_out_of_school_upper_secondary_modelled",
    },
    "immunisation": {"IM_DTP3": "unicef_dtp3", "IM_MCV1": "unicef_mcv1"},
}
SERIES = {code: series for theme in THEMES.values() for code, series in theme.items()}
SEXES = {"_T": "", "F": "_girls", "M": "_boys"}
NEEDED = ("REF_AREA", "INDICATOR", "SEX", "TIME_PERIOD", "OBS_VALUE")
STATUS = {"A": "reported", "E": "estimated", "M": "modelled", "P": "provisional", "F": "modelled"}
WHOLE = ("_T", "", "_Z")


def plan(options: Options) -> list[Ask]:
    """Return one request for each theme: every country, every year from the first on."""
    unknown = sorted(set(options["themes"]) - set(THEMES))
    if unknown:
        raise DataError(
            f"The setting unicef_sdmx.themes names {', '.join(unknown)}. There are: "
            f"{', '.join(THEMES)}."
        )
    return [
        Ask(
            file=f"{theme}.csv",
            path=f"data/UNICEF,{options['dataflow']},1.0/.{'+'.join(THEMES[theme])}.",
            query={"format": "csv", "startPeriod": str(options["first_year"])},
            form="csv",
            empty=404,
        )
        for theme in options["themes"] or THEMES
    ]


def after(_ask: Ask, content: bytes) -> Step:
    """Check the header and that rows are whole. There are no pages."""
    if content:
        for _ in rows_of(content, NEEDED):
            pass
    return Step()


def parse(files: Files) -> Tidy:
    """Read all files. Only rows for all ages, wealth and residence together are taken."""
    observations = []
    for where, content in files:
        if not content:
            continue
        for line, row in rows_of(content, NEEDED):
            sex, code = _code(row["SEX"]), _code(row["INDICATOR"])
            others = ("WEALTH_QUINTILE", "RESIDENCE", "EDUCATION_LEVEL")
            if sex not in SEXES or any(_code(row.get(o, "")) not in WHOLE for o in others):
                continue
            at = f"{where.file}, line {line}"
            value = number(row["OBS_VALUE"], at)
            power = number(row.get("UNIT_MULTIPLIER", "").partition(":")[0], at) or 0
            observations.append({
                "series": SERIES.get(code, f"unicef_{code}") + SEXES[sex],
                "iso3": _code(row["REF_AREA"]),
                "year": int(row["TIME_PERIOD"][:4]),
                "value": None if value is None else value * 10**power,
                "unit": "percent",
                "lower": number(row.get("LOWER_BOUND", ""), at),
                "upper": number(row.get("UPPER_BOUND", ""), at),
                "status": STATUS.get(_code(row.get("OBS_STATUS", "")), "reported"),
                "note": row.get("DATA_SOURCE", "")[:200],
                **where.row(f"line {line}"),
            })  # fmt: skip
    return Tidy(frame(OBSERVATIONS, observations))


def _code(cell: str) -> str:
    """Return the code of a cell, also where the service wrote ``CODE: Label``."""
    return cell.partition(": ")[0].strip()


CONNECTOR = Connector(
    origin=Origin(
        source="unicef_sdmx",
        source_id="unicef-data-warehouse",
        publisher="UNICEF",
        title="UNICEF Data Warehouse: child protection, education, immunisation",
        licence="CC BY 3.0 IGO as reported by a third party; confirm with UNICEF",
        licence_url="https://data.unicef.org/legal/",
    ),
    base="https://sdmx.data.unicef.org/ws/public/sdmxapi/rest/",
    plan=plan,
    after=after,
    parse=parse,
    options={"first_year": 2005, "themes": [], "dataflow": "GLOBAL_DATAFLOW"},
)
