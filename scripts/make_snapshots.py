"""Make the bundled snapshots from stored copies of official statistics. Run by hand, seldom:

    python scripts/make_snapshots.py FOLDER

FOLDER holds one folder a publisher with the files named below and where each was taken from. Only
what may be passed on with attribution is taken, and of that the columns and years that the build
reads: each cut is said in the metadata. No value is changed. The same bytes every time.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from geodata.connectors import CONNECTORS
from geodata.connectors.copies import GAPMINDER, SDG_SERIES, UN_SDG
from geodata.connectors.unhcr import NEEDED, TYPES
from geodata.drafts import open_draft
from geodata.snapshots import Origin, bundled_root

TAKEN = date(2026, 11, 24)
FIRST_YEAR = 2015
GITHUB = "https://github.com/"
Cut = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One file of a snapshot: where the copy is, where it came from, and what is kept of it."""

    path: str
    file: str
    url: str
    cut: Cut


def _since(table: pd.DataFrame, column: str = "year") -> pd.DataFrame:
    return table[table[column].str[:4].astype(int) >= FIRST_YEAR]


def _people(kind: str) -> Cut:
    def cut(table: pd.DataFrame) -> pd.DataFrame:
        if "pop_type" in table:
            table = table[table["pop_type"].isin(TYPES)]
        return _since(table)[list(NEEDED[kind])]

    return cut


INCIDENTS = (
    "Main ID", "Region of Incident", "Incident Year", "Month", "Number of Dead",
    "Minimum Estimated Number of Missing", "Total Number of Dead and Missing",
    "Number of Children", "Migration Route",
)  # fmt: skip
EMPLOYED = "Children in employment, total (% of children ages 7-14)"
RISK = (
    "COUNTRY", "ISO3", "INFORM RISK", "HAZARD & EXPOSURE", "VULNERABILITY",
    "LACK OF COPING CAPACITY", "Human",
)  # fmt: skip


def _employed(table: pd.DataFrame) -> pd.DataFrame:
    kept = table[["Country Name", "Country Code", "Year", EMPLOYED]]
    return kept[kept[EMPLOYED] != ""]


def _on_children(table: pd.DataFrame) -> pd.DataFrame:
    both = table["sex"].isin(("", "bothsex")) | (table["series"] == "SP_DYN_MRBF18")
    kept = table[(table["iso3"] != "") & table["series"].isin(SDG_SERIES) & both]
    return kept.drop(columns=["series_name", "sex"])


def _battle(table: pd.DataFrame) -> pd.DataFrame:
    kept = table[table["source"].str.startswith("UCDP")]
    return kept[["gwcode", "country_name", "year", "low", "high", "best", "source"]]


def _origin(source: str, *, copied_from: str, licence: str = "", note: str) -> Origin:
    origin = CONNECTORS[source].origin
    return replace(
        origin, made="copy", copied_from=copied_from, note=note, licence=licence or origin.licence
    )


def plan() -> list[tuple[Origin, list[Copy]]]:
    """Return what is bundled: each publisher's snapshot and its files."""
    unhcr = "PopulationStatistics/refugees at 0c16a6d0c2f37d8578f9b9e3d1e4459efe850398"
    refugees = GITHUB + "PopulationStatistics/refugees"
    systema = "open-numbers/ddf--gapminder--systema_globalis"
    unstats = "open-numbers/ddf--unstats--sdg_indicators"
    social = "light-and-salt/World-Bank-Data-by-Indicators"
    return [
        (
            _origin(
                "unhcr",
                copied_from=f"{unhcr} (2026-06-25; ages of 2001 to 2024 at fbc3be0, 2026-06-12)",
                note="UNHCR's own package of its figures, version 2025.12.1. Cut: years from 2015, "
                "the columns we read; ages of refugees, asylum seekers and other people in need of "
                "international protection.",
            ),
            [
                Copy(path=f"unhcr_refugee_statistics/{stem}.csv.gz", file=f"{stem}.csv.gz",
                     url=refugees, cut=_people(stem.replace("_", "-")))
                for stem in ("population", "demographics", "asylum_decisions")
            ],
        ),
        (
            _origin(
                "missing_migrants",
                copied_from="joaopedromarcondes/Trabalho-IA at "
                "2929986e5d4cb57feb77b4eaf1585d4979f4ebcb (2025-06-30)",
                licence="CC BY 4.0, as missingmigrants.iom.int states",
                note="IOM's published file to April 2025, columns as published. Cut: no dates, "
                "places, coordinates, countries, sexes, causes or links; months and routes only. "
                "Least estimates.",
            ),
            [
                Copy(path="iom_missing_migrants/"
                     "missing_migrants_global_2014_2025-04_published_columns.csv.gz",
                     file="incidents.csv.gz", url="https://missingmigrants.iom.int/downloads",
                     cut=lambda table: table[list(INCIDENTS)])
            ],
        ),
        (
            _origin(
                "world_bank",
                copied_from=f"{social} at f6bc0432af81a31164cbc090d939d2114170c9dc (2021-10-18)",
                licence="CC BY 4.0 (World Bank, terms of use for datasets)",
                note="The World Bank's figures of 2021, in a third party's table. Cut: one "
                "indicator, SL.TLF.0714.ZS; empty rows left out.",
            ),
            [
                Copy(path="wdi_indicators/world_bank_social_development_2021_vintage.csv.gz",
                     file="SL.TLF.0714.ZS.csv.gz", url=GITHUB + social, cut=_employed)
            ],
        ),
        (
            _origin(
                "inform_risk",
                copied_from="imtiajiqbalmahfuj/imtiajiqbal-portfolio at "
                "1a70aa20102631d87377754b42d356c28ae3cb13 (2026-07-15)",
                licence="CC BY 4.0, stated inside the file",
                note="INFORM Risk 2025, second edition, version 0.7.0 of 31 March 2025. Cut: the "
                "score and its parts that we read.",
            ),
            [
                Copy(path="inform_risk/inform_risk_2025_v070_scores.csv",
                     file="scores-2025.csv.gz",
                     url="https://drmkc.jrc.ec.europa.eu/inform-index",
                     cut=lambda table: table[list(RISK)])
            ],
        ),
        (
            _origin(
                "idmc",
                copied_from=f"{unhcr} (2026-06-25), data/idmc.rda",
                licence="CC BY 4.0 (UNHCR's package); IDMC's own terms for its database",
                note="People displaced by conflict and violence at the end of the year, as "
                "UNHCR's package carries them. Cut: the columns we read.",
            ),
            [
                Copy(path="idmc_displacement/idmc_conflict_idp_stock_1990_2025_unhcr_package.csv",
                     file="conflict.csv.gz", url=refugees,
                     cut=lambda table: table[["year", "coo_iso", "coa_iso", "total"]])
            ],
        ),
        (
            _origin(
                "ucdp",
                copied_from="kvelleby/poldat at 9cdbec6257afb83d4045e42d4b3e311a2a098922 "
                "(2025-03-06)",
                licence="CC BY 4.0 (UCDP); MIT for the table it was taken from",
                note="UCDP GED 23.1 added up by country and year in a third party's table, "
                "1989 to 2022; later years are missing. Cut: rows from UCDP, the columns we read.",
            ),
            [
                Copy(path="ucdp_battle_deaths/battle_deaths_country_year_1946_2022.csv.gz",
                     file="deaths.csv.gz", url=GITHUB + "kvelleby/poldat", cut=_battle)
            ],
        ),
        (
            replace(
                GAPMINDER, made="copy",
                copied_from=f"{systema} at c63631abeb62af6db3910f68be7c2b443beca50b (2026-03-01)",
                note="UNESCO Institute for Statistics, as the Gapminder collection carries it. "
                "Not cut.",
            ),
            [
                Copy(path="wdi_indicators/gapminder_children_out_of_school_primary_number.csv",
                     file="out_of_school_primary.csv.gz", url=GITHUB + systema,
                     cut=lambda table: table)
            ],
        ),
        (
            replace(
                UN_SDG, made="copy",
                copied_from=f"{unstats} at 1bfae15828a86ad30e86872411534f5c8136d784 (2020-10-19)",
                note="The database as of October 2020, 2003 to 2019, in a third party's table. "
                "Cut: four series on children, countries only, both sexes together.",
            ),
            [
                Copy(path="unicef_sdg_child_protection/sdg_child_protection_series_2020-10.csv",
                     file="children.csv.gz", url=GITHUB + unstats, cut=_on_children)
            ],
        ),
    ]  # fmt: skip


def make(copies: Path, root: Path) -> None:
    """Write every snapshot, in place of one of the same day."""
    for origin, files in plan():
        with open_draft(root, origin) as draft:
            draft.discard()
            draft.folder.mkdir(parents=True)
            for copy in files:
                table = pd.read_csv(copies / copy.path, dtype=str, keep_default_na=False)
                text = copy.cut(table).to_csv(index=False, lineterminator="\n")
                draft.add(
                    gzip.compress(text.encode(), 9, mtime=0),
                    file=copy.file,
                    url=copy.url,
                    retrieved=f"{TAKEN.isoformat()}T00:00:00Z",
                    media_type="application/gzip",
                    query={"copy": copy.path, "columns": ", ".join(copy.cut(table).columns)},
                )
            old = root / origin.source / TAKEN.isoformat()
            for path in old.glob("*"):
                path.unlink()
            if old.exists():
                old.rmdir()
            snapshot = draft.commit(TAKEN)
        (root / origin.source / ".lock").unlink(missing_ok=True)
        size = sum(answer.bytes for answer in snapshot.answers)
        print(f"{snapshot.id}: {len(snapshot.answers)} files, {size / 1000:.0f} kB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make(Path(sys.argv[1]), bundled_root())
