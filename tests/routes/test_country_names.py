"""A pasted list of countries: any known name, mistakes told with the nearest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.country_names import MOST_MISTAKES


@pytest.mark.parametrize(
    ("text", "iso3s"),
    [
        ("Libya, Italie; GRC", ("LBY", "ITA", "GRC")),
        ("ليبيا\nMarruecos\nuk", ("LBY", "MAR", "GBR")),
        ("* Türkiye\n2) turkiye\n- TR", ("TUR",)),
        ("Congo, Democratic Republic of the, Congo", ("COD", "COG")),
        ("Republic of Korea; Korea, Republic of; South Korea", ("KOR",)),
        ("Cote d'Ivoire; the Gambia; CÔTE D’IVOIRE", ("CIV", "GMB")),
        ("Guinea, Equatorial Guinea, Guinea-Bissau", ("GIN", "GNQ", "GNB")),
        ("Sudan, South Sudan", ("SDN", "SSD")),
        ("Niger, Nigeria", ("NER", "NGA")),
        (" ,;\n, ", ()),
    ],
)
def test_codes_and_names_in_four_languages_are_read(atlas, text, iso3s):
    found = atlas.read_countries(text)
    assert found.iso3s == iso3s
    assert found.mistakes == ()


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("Lybia", "LBY"), ("Eritria", "ERI"), ("Maroco", "MAR"), ("LYB", "LBY"), ("Alemana", "DEU")],
)
def test_a_mistake_is_told_with_the_nearest_and_never_taken_for_it(atlas, text, nearest):
    found = atlas.read_countries(f"Italy, {text}")
    assert found.iso3s == ("ITA",)
    (mistake,) = found.mistakes
    assert mistake.text == text
    assert nearest in mistake.nearest


def test_what_is_near_nothing_offers_nothing(atlas):
    (mistake,) = atlas.read_countries("qqqqqqqqqq").mistakes
    assert mistake.nearest == ()


def test_mistakes_are_bounded(atlas):
    text = ";".join(f"zz{n}" for n in range(100))
    assert len(atlas.read_countries(text).mistakes) == MOST_MISTAKES
    (long,) = atlas.read_countries("x" * 5000).mistakes
    assert len(long.text) < 100


def test_every_name_of_every_country_is_read_as_that_country(atlas):
    for column in ("iso3", "name", "name_fr", "name_es", "name_ar"):
        for iso3, name in atlas.countries[column].dropna().items():
            found = atlas.read_countries(str(name))
            assert len(found.iso3s) == 1, name
            if list(atlas.countries[column]).count(name) == 1 and column in ("iso3", "name"):
                assert found.iso3s == (iso3,)


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=120))
def test_any_text_is_read_without_a_fault(atlas, text):
    found = atlas.read_countries(text)
    assert set(found.iso3s) <= set(atlas.countries.index)
    assert all(mistake.text for mistake in found.mistakes)
