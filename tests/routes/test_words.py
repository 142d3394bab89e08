"""Words that must read well whatever stands in them."""

import pytest

from routes import Ref, country_in_text
from routes.words import clauses, count, listing, percent, sentence


def text(parts):
    return sentence("test", parts).text


@pytest.mark.parametrize(
    ("items", "plain", "with_commas"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a; and b"),
        (["a", "b", "c"], "a, b and c", "a; b; and c"),
    ],
)
def test_a_list_reads_well_at_any_length(items, plain, with_commas):
    assert text(listing([(item,) for item in items])) == plain
    assert text(clauses([(item,) for item in items])) == with_commas


def test_one_is_singular_and_the_rest_plural():
    assert [count(n, "level") for n in (0, 1, 2)] == ["0 levels", "1 level", "2 levels"]
    assert count(2, "country", "countries") == "2 countries"


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0, "0%"),
        (0.004, "less than 1%"),
        (0.35, "35%"),
        (0.996, "more than 99%"),
        (1, "100%"),
    ],
)
def test_some_is_never_none_and_most_never_all(share, told):
    assert percent(share) == told


@pytest.mark.parametrize(
    ("iso3", "told"),
    [
        ("GBR", "the United Kingdom"),
        ("USA", "the United States"),
        ("NLD", "the Netherlands"),
        ("PHL", "the Philippines"),
        ("GMB", "the Gambia"),
        ("BHS", "the Bahamas"),
        ("COD", "the DR Congo"),
        ("CAF", "the Central African Republic"),
        ("DOM", "the Dominican Republic"),
        ("ARE", "the United Arab Emirates"),
        ("PSE", "the State of Palestine"),
        ("COM", "the Comoros"),
        ("BIH", "Bosnia and Herzegovina"),
        ("VCT", "St. Vincent and the Grenadines"),
        ("HKG", "Hong Kong (China)"),
        ("XKX", "Kosovo (UNSCR 1244)"),
        ("SDN", "Sudan"),
        ("SSD", "South Sudan"),
        ("NER", "Niger"),
    ],
)
def test_a_countrys_name_reads_well_within_a_sentence(atlas, iso3, told):
    assert country_in_text(iso3, atlas.countries.at[iso3, "name"]) == told


def test_every_name_with_islands_or_a_kind_of_state_has_its_article(atlas):
    ends = (
        "Islands",
        "Republic",
        "Republic of Korea",
        "States",
        "Kingdom",
        "Emirates",
        "Territories",
    )
    for iso3, name in atlas.countries["name"].items():
        told = country_in_text(iso3, name)
        assert "&" not in told
        if name.endswith(ends):
            assert told.startswith("the "), name


def test_a_sentence_joins_its_strings_and_keeps_its_refs():
    found = sentence("test", "In ", (Ref("Libya", 4, 2), " and "), "", (Ref("Italy", 6),), ".")
    assert found.text == "In Libya and Italy."
    assert found.parts == ("In ", Ref("Libya", 4, 2), " and ", Ref("Italy", 6), ".")
    assert [ref.order for ref in found.refs] == [4, 6]
