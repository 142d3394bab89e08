"""UNHCR's figures by pair of countries -> people of one country in another, and recognition rates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata.disclosure import FEWEST, REASON, place_withheld, withhold_flows
from geodata.figure_tables import FLOWS
from geodata.tidy import OBSERVATIONS, typed

PEOPLE = ("unhcr_refugees", "unhcr_asylum_seekers", "unhcr_oip")
PAIR = ["origin_iso3", "destination_iso3", "year"]
FEWEST_DECISIONS = 50  # a rate of fewer decisions says little, and may point at people
RATES = {
    "unhcr_recognition_rate": ("unhcr_dec_recognized",),
    "unhcr_protection_rate": ("unhcr_dec_recognized", "unhcr_dec_other"),
}


def make_flows(flows: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return the table ``flows``: one row a pair and year, small counts withheld.

    Refugees, asylum seekers and others in need of international protection are different people,
    and are added up. A pair with fewer than 10 people in every year is left out, and so is a year
    in which none are reported: nought can mean no report.
    """
    found = flows[flows["series"].isin(PEOPLE) & flows["unit"].eq("people")]
    found = found[found["origin_iso3"].isin(codes) & found["destination_iso3"].isin(codes)]
    found = found[found["origin_iso3"] != found["destination_iso3"]]
    every = found[found["group"] == "all"]
    young = found[found["group"] == "children"]
    key = ["series", *PAIR]
    both = every.merge(
        young[[*key, "value", "age_coverage", "locator"]], on=key, how="left",
        suffixes=("", "_young"), validate="one_to_one",
    )  # fmt: skip
    both = both[(both["value"] > 0).fillna(False)].reset_index(drop=True)
    return _safe(_summed(both))


def _summed(both: pd.DataFrame) -> pd.DataFrame:
    """Return the sums over kinds of people, with where each part is from."""
    both = both.assign(
        people=both["value"],
        children=both["value_young"],
        known=both["value"] * both["age_coverage_young"].fillna(0),
    )
    groups = both.groupby(PAIR, sort=True)
    table = groups[["people", "children", "known"]].sum(min_count=1)
    for name in ("locator", "locator_young"):
        table[name] = groups[name].agg(lambda places: "; ".join(places.dropna()))
    table[["source_id", "snapshot"]] = groups[["source_id", "snapshot"]].first()
    table = table.reset_index()
    largest = table.groupby(PAIR[:2])["people"].transform("max")
    return table[largest >= FEWEST].reset_index(drop=True)


def _safe(table: pd.DataFrame) -> pd.DataFrame:
    share = (table["known"] / table["people"]).clip(upper=0.99)
    coverage = np.floor(share * 10) / 10
    # Of fewer than a tenth, the number of children would mislead.
    table["children"] = table["children"].where(coverage > 0)
    people, children = withhold_flows(table["people"], table["children"], coverage)
    said = pd.Series(REASON, index=table.index, dtype="string")
    columns = {name: table[name] for name in (*PAIR, "source_id", "snapshot")}
    columns |= {
        "locator": [
            _places(*row)
            for row in zip(
                table["locator"], table["locator_young"], people, children, strict=True
            )
        ],
        "people": table["people"].mask(people).round().astype("Int64"),
        "children": table["children"].mask(children).round().astype("Int64"),
        "age_coverage": coverage.mask(people),
        "withheld_people": said.where(people, ""),
        "withheld_children": said.where(children, ""),
    }
    return typed(FLOWS, columns)


def _places(people: str, ages: str, hides_people: bool, hides_children: bool) -> str:
    """Return where people and ages were read; of what is withheld no line is named."""
    lines = "lines of that pair and year"
    told = (
        place_withheld(people, lines) if hides_people else people,
        place_withheld(ages, lines) if hides_people or hides_children else ages,
    )
    return "; ".join(filter(None, told))


def recognition(flows: pd.DataFrame) -> pd.DataFrame:
    """Return recognition rates by country of asylum and year, as observations in percent.

    Of decisions on the merits (recognised, other protection, rejected; closed cases left out).
    People and cases are never added up: the unit that counts more decisions is taken, and named. A
    rate of few decisions, or of fewer than 10 of any outcome, is not worked out.
    """
    outcomes = ("unhcr_dec_recognized", "unhcr_dec_other", "unhcr_dec_rejected")
    found = flows[flows["series"].isin(outcomes)]
    by = ["destination_iso3", "year", "unit"]
    sums = found.pivot_table(index=by, columns="series", values="value", aggfunc="sum")
    sums = sums.reindex(columns=list(outcomes)).astype("Float64").fillna(0)
    places = found.groupby(by)[["locator", "source_id", "snapshot"]].first()
    sums = sums.join(places)
    decided = sums[list(outcomes)].sum(axis=1)
    enough = decided >= FEWEST_DECISIONS
    for parts in (*((name,) for name in outcomes), RATES["unhcr_protection_rate"]):
        count = sums[list(parts)].sum(axis=1)
        enough &= (count == 0) | (count >= FEWEST)
    sums = sums.assign(decided=decided)[enough].reset_index()
    sums = sums.sort_values([*by[:2], "decided"], kind="stable")
    sums = sums.drop_duplicates(by[:2], keep="last").reset_index(drop=True)
    rows = [
        pd.DataFrame({
            "series": series, "iso3": sums["destination_iso3"], "year": sums["year"],
            "value": (sums[list(parts)].sum(axis=1) / sums["decided"] * 100).round(1),
            "unit": "percent", "status": "reported",
            "note": "Worked out from decisions on " + sums["unit"] + ", first instance and appeals.",
            "source_id": sums["source_id"], "snapshot": sums["snapshot"],
            "locator": sums["locator"] + " and every other row of that country and year",
        })
        for series, parts in RATES.items()
    ]  # fmt: skip
    every = pd.concat(rows, ignore_index=True)
    return typed(OBSERVATIONS, {name: every[name] for name in every})
