"""Every source's codes become ISO 3166-1 alpha-3, or are named as what they are."""

import csv

import pytest

from geodata.check import countries_file
from geodata.countries import AGGREGATES, is_iso3, read


@pytest.mark.parametrize(
    ("code", "system", "iso3"),
    [
        ("NA", "iso2", "NAM"),
        ("GFR", "unhcr", "DEU"),
        ("AUS", "unhcr", "AUT"),
        ("AUS", "iso3", "AUS"),
        ("EL", "eurostat", "GRC"),
        ("UK", "eurostat", "GBR"),
        ("260", "gw", "DEU"),
        ("678", "gw", "YEM"),
        ("4", "m49", "AFG"),
        (" afg ", "iso3", "AFG"),
        ("XK", "iso2", "XKX"),
    ],
)
def test_a_country_is_found_whatever_a_source_calls_it(code, system, iso3):
    found = read(code, system)
    assert (found.iso3, found.kind) == (iso3, "country")


@pytest.mark.parametrize(
    ("code", "system", "kind"),
    [
        ("WLD", "iso3", "aggregate"),
        ("EU27_2020", "eurostat", "aggregate"),
        ("UNICEF_SSA", "iso3", "aggregate"),
        ("XXA", "iso3", "nobody"),
        ("UNK", "iso3", "nobody"),
        ("AB9", "iso3", "not_iso"),
        ("345", "gw", "not_iso"),
        ("", "iso3", "not_iso"),
    ],
)
def test_what_is_no_country_is_named_and_keeps_its_code(code, system, kind):
    found = read(code, system)
    assert (found.iso3, found.kind) == (code, kind)


def test_no_aggregate_hides_a_country():
    assert not [code for code in AGGREGATES if is_iso3(code)]


def test_every_country_of_the_atlas_has_its_codes():
    with countries_file().open(encoding="utf-8", newline="") as file:
        missing = [row["iso3"] for row in csv.DictReader(file) if not is_iso3(row["iso3"])]
    assert missing == []
