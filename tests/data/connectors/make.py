"""Writes the synthetic answers in JSON beside it: python tests/data/connectors/make.py

Made up by hand after the documented shapes; no figure in them is real. Codes of places are real, so
that reading them is tested.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def population(**more):
    row = {
        "year": 2024, "coo_id": 1, "coo_name": "Namibia", "coo": "NAM", "coo_iso": "NAM",
        "coa_id": 2, "coa_name": "Germany", "coa": "GFR", "coa_iso": "DEU", "refugees": 1200,
        "asylum_seekers": "-", "returned_refugees": 0, "idps": 0, "returned_idps": 0,
        "stateless": 0, "ooc": 0, "oip": "-", "hst": 0,
    }  # fmt: skip
    return row | more


def ages(**more):
    bands = {
        f"{sex}_{band}": 0
        for sex in "fm"
        for band in ("0_4", "5_11", "12_17", "18_59", "60", "other", "total")
    }
    row = {n: v for n, v in population().items() if n[:3] in ("coo", "coa") or n == "year"}
    return (
        row | {"pop_type": "REF", "location": "X", "loc_type": "U", "acc_type": "U"} | bands | more
    )


def decision(**more):
    row = {n: v for n, v in population().items() if n[:3] in ("coo", "coa") or n == "year"}
    return row | {
        "procedure_type": "G", "dec_level": "FI", "dec_pc": "P", "dec_recognized": 30,
        "dec_other": "10", "dec_rejected": 40, "dec_closed": 20, "dec_total": 100,
    } | more  # fmt: skip


def page(items, number=1, last=1):
    return {"page": number, "short-url": "", "maxPages": last, "total": [], "items": items}


write("unhcr-population-1.synthetic.json", page([
    population(), population(coo_iso="XXA", coo_name="Stateless", refugees=50),
], 1, 2))  # fmt: skip
write("unhcr-population-2.synthetic.json", page([
    population(coo_iso="COD", coa_iso="COD", refugees=0, idps=700, asylum_seekers=0),
    population(coo_iso="SYR", coa_iso="TUR", refugees="3,000", asylum_seekers=5),
], 2, 2))  # fmt: skip
write("unhcr-demographics-1.synthetic.json", page([
    ages(coo_iso="SYR", coa_iso="TUR", f_0_4=100, m_0_4=110, f_5_11=200, m_5_11=190, f_12_17=50,
         m_12_17=60, f_18_59=40, m_18_59=50, total=1000),
    ages(coo_iso="SYR", coa_iso="TUR", f_0_4=10, m_0_4=10, f_18_59=80, m_18_59=100, total=1000),
    ages(total=1200),
]))  # fmt: skip
write("unhcr-asylum-decisions-1.synthetic.json", page([
    decision(), decision(dec_level="AR", dec_recognized=5, dec_total=5, dec_other="-"),
    decision(coa_iso="USA", dec_pc="C", dec_recognized=7, dec_total=9),
]))  # fmt: skip


def bank(iso3, iso2, value, year="2022", status=""):
    return {
        "indicator": {"id": "SP.REG.BRTH.ZS", "value": "Birth registration (%)"},
        "country": {"id": iso2, "value": iso3}, "countryiso3code": iso3, "date": year,
        "value": value, "unit": "", "obs_status": status, "decimal": 1,
    }  # fmt: skip


write("world-bank-1.synthetic.json", [
    {"page": 1, "pages": 2, "per_page": 3, "total": 4, "sourceid": "2"},
    [bank("NAM", "NA", 78.1), bank("WLD", "1W", 77.0), bank("KEN", "KE", None)],
])  # fmt: skip
write("world-bank-2.synthetic.json", [
    {"page": 2, "pages": 2, "per_page": 3, "total": 4, "sourceid": "2"},
    [bank("XKX", "XK", 99.5, status="E")],
])  # fmt: skip
write("world-bank-error.synthetic.json", [
    {"message": [{"id": "120", "key": "Invalid value",
                  "value": "The provided parameter value is not valid"}]}
])  # fmt: skip


def event(number, code, **more):
    return {
        "id": number, "year": 2023, "type_of_violence": 1, "country": "", "country_id": code,
        "latitude": 1.0, "longitude": 2.0, "best": 10, "low": 8, "high": 15, "deaths_civilians": 4,
    } | more  # fmt: skip


write("ucdp-0.synthetic.json", {
    "TotalCount": 3, "TotalPages": 2, "PreviousPageUrl": "", "NextPageUrl": "next",
    "Result": [event(1, 625), event(2, 625, best=5, low=5, high=5, deaths_civilians=0)],
})  # fmt: skip
write("ucdp-1.synthetic.json", {
    "TotalCount": 3, "TotalPages": 2, "PreviousPageUrl": "", "NextPageUrl": "",
    "Result": [event(3, 345)],
})  # fmt: skip
write("inform.synthetic.json", [
    {"Iso3": "NAM", "IndicatorId": "INFORM", "IndicatorName": "INFORM", "IndicatorScore": 3.5},
    {"Iso3": "NAM", "IndicatorId": "HA.HUM", "IndicatorName": "Human", "IndicatorScore": 11},
])  # fmt: skip


def displaced(iso3, **more):
    return {
        "iso3": iso3, "country_name": iso3, "year": 2023, "conflict_new_displacement": 900,
        "conflict_new_displacement_rounded": 900, "conflict_total_displacement": 5000,
        "conflict_total_displacement_rounded": 5000, "disaster_new_displacement": None,
        "disaster_new_displacement_rounded": None, "disaster_total_displacement": None,
        "disaster_total_displacement_rounded": None,
    } | more  # fmt: skip


write("idmc-1.synthetic.json", {
    "count": 3, "next": "http://idmc.test/?client_id=KEY-OF-A-TEST&offset=2", "previous": None,
    "results": [displaced("COD"), displaced("AB9")],
})  # fmt: skip
write("idmc-2.synthetic.json", {
    "count": 3, "next": None, "previous": None, "results": [displaced("SDN")],
})  # fmt: skip


def labels(*codes):
    return {"category": {"index": {code: i for i, code in enumerate(codes)}, "label": {}}}


write("eurostat.synthetic.json", {
    "version": "2.0", "class": "dataset", "label": "Synthetic", "source": "ESTAT",
    "id": ["freq", "citizen", "sex", "unit", "age", "geo", "time"],
    "size": [1, 2, 1, 1, 1, 3, 2],
    "dimension": {
        "freq": labels("A"), "citizen": labels("AF", "TOTAL"), "sex": labels("T"),
        "unit": labels("PER"), "age": labels("TOTAL"), "geo": labels("EU27_2020", "EL", "UK"),
        "time": labels("2022", "2023"),
    },
    "value": {"0": 500, "2": 120, "3": 0, "11": 45},
    "status": {"4": ":"},
})  # fmt: skip
