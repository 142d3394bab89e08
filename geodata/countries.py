"""Every source's codes for countries -> ISO 3166-1 alpha-3, and what is not a country.

The codes are in ``country_codes.csv``: ISO 3166-1, UN M49 with the UN's English names, UNHCR's own
letters, and Gleditsch-Ward numbers of states that exist now (260 is Germany, 678 Yemen).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

System = Literal["iso3", "iso2", "m49", "unhcr", "gw", "eurostat"]
Kind = Literal["country", "aggregate", "nobody", "not_iso"]

# Regions and groups of the World Bank. Written out, since they look like ISO codes.
_BANK = """
AFE AFR AFW ARB CAA CEA CEB CEU CLA CME CSA CSS DEA DEC DLA DMN DNS DSA DSF DSS EAP EAR EAS ECA ECS
EMU EUU FCS FXS HIC HPC IBB IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE MDE MEA MIC MNA NAC
NAF NRS NXS OED OSS PRE PSS PST RRS SAS SSA SSF SST SXZ TEA TEC TLA TMN TSA TSS UMC WLD XZN
"""
AGGREGATES = frozenset(_BANK.split()) | {"1W", "EU", "EU27", "EU27_2020", "EU28", "EFTA", "TOTAL"}
_GROUPS = ("EU27", "EU28", "EA1", "EA2", "UNICEF_", "WB_", "UNSDG_", "SDG_", "WORLD", "TOTAL")
# People whose country of origin is not known, or who have no nationality.
NOBODY = frozenset({
    "UNK", "UKN", "XXX", "XXA", "XXB", "STA", "STL", "OOO", "OOS", "STLS", "RNC", "UNK_XX",
})  # fmt: skip
_EUROSTAT = {"EL": "GRC", "UK": "GBR"}


@dataclass(frozen=True, slots=True)
class Coded:
    """A source's code, read.

    Attributes:
        iso3: the country; the source's own code where it is none.
        kind: ``country``; ``aggregate``, a region or group; ``nobody``, people of unknown or no
            nationality; ``not_iso``, any other code.
    """

    iso3: str
    kind: Kind


def codes_file() -> Path:
    return Path(__file__).parent / "country_codes.csv"


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {
        name: {} for name in ("iso3", "iso2", "m49", "unhcr", "gw")
    }
    with codes_file().open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name, table in tables.items():
                for code in filter(None, row[name].split(";")):
                    table[code] = row["iso3"]
    tables["eurostat"] = tables["iso2"] | _EUROSTAT
    return tables


def is_iso3(code: str) -> bool:
    """Return whether this is a country or area that the atlas knows, by its ISO3 code."""
    return code in _tables()["iso3"]


@cache
def read(code: str, system: System = "iso3") -> Coded:
    """Read one code of a source. ``NA`` in ``iso2`` is Namibia."""
    written = code.strip().upper()
    if system == "m49":
        written = written.zfill(3)
    found = _tables()[system].get(written)
    if found:
        return Coded(found, "country")
    if written in NOBODY:
        return Coded(written, "nobody")
    if written in AGGREGATES or written.startswith(_GROUPS):
        return Coded(written, "aggregate")
    return Coded(written, "not_iso")


def by_name(name: str) -> str:
    """Return the ISO3 code for an English name, as the atlas or ISO writes it; "" if there is none.

    A list of several countries, or a place such as "Unknown", is none.
    """
    return _names().get(_plain(name), "")


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for path, column in (
        (codes_file(), "un_name"),
        (codes_file().with_name("countries.csv"), "name"),
    ):
        with path.open(encoding="utf-8", newline="") as file:
            names |= {_plain(row[column]): row["iso3"] for row in csv.DictReader(file)}
    names.pop("", None)
    return names


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold().replace("&", "and") if c.isalnum())
