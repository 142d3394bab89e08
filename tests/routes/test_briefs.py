"""What a brief says: on the real facts, and on a few written by hand."""

import re

import pytest

from routes import Child, UnknownNameError
from routes.protection import UNKNOWN

DIGIT = re.compile(r"\d")


@pytest.fixture(scope="module")
def atlas(data):
    return data.atlas


@pytest.fixture(scope="module")
def britain(atlas):
    return atlas.brief("GBR")


@pytest.fixture(scope="module", params=["GBR", "LBY", "ABW", "channel", "own", "checked"])
def brief(request, atlas):
    if request.param in ("GBR", "LBY", "ABW"):
        return atlas.brief(request.param)
    if request.param == "checked":
        return atlas.brief("GBR", checked_only=True, year=2016, child=Child(company="family"))
    stops = ("ERI", "SDN", "LBY", "ITA") if request.param == "own" else "channel"
    return atlas.brief(atlas.journey(stops))


def lines_and_rows(brief):
    """Each line of text, and each row of a table as one: its first cell only names it."""
    for section in brief.sections:
        yield from ([line] for line in section.lines)
        if section.table:
            yield from (list(row[1:]) for row in section.table.rows)
        yield from ([line] for line in section.items)


def test_every_figure_has_a_footnote(brief):
    for cells in lines_and_rows(brief):
        if any(DIGIT.search(cell.text) for cell in cells):
            assert any(cell.notes for cell in cells), [cell.text for cell in cells]


def test_footnotes_are_numbered_as_they_are_met_and_all_are_called(brief):
    met = list(dict.fromkeys(number for line in brief for number in line.notes))
    assert met == [note.number for note in brief.footnotes]
    assert met == list(range(1, len(met) + 1))


def test_every_fact_told_has_its_source_among_the_notes_of_its_line(brief, atlas):
    table = atlas.protection.facts.set_index("fact_id")
    told = 0
    for line in brief:
        sources = {brief.footnotes[n - 1].source_id for n in line.notes}
        for fact_id in line.facts:
            told += 1
            assert table.at[fact_id, "source_id"] in sources, line.text
    assert told or not brief.footnotes or brief.key == "ABW"


def test_evidence_of_a_note_is_that_of_the_facts_it_is_called_for(britain, atlas):
    table = atlas.protection.facts.set_index("fact_id")
    for line in britain:
        called = {(n.source_id, n.evidence) for n in (britain.footnotes[i - 1] for i in line.notes)}
        for fact_id in line.facts:
            fact = table.loc[fact_id]
            assert (fact["source_id"], fact["evidence"]) in called


def test_the_sections_are_those_a_negotiation_needs(brief):
    names = [section.name for section in brief.sections]
    parts = ["weakest", "drops", "changed"] if brief.kind == "journey" else ["changed", "standing"]
    assert names == ["child", *parts, "promised", "worked", "unknown"]
    assert brief.sections[0].has_picture


def row_of(brief, name):
    rows = brief.section("changed").table.rows
    return [cell.text for row in rows if row[0].text == name for cell in row[1:]]


def test_what_changed_in_the_united_kingdom_can_be_traced(britain):
    families = row_of(britain, "Detention of families, in practice")
    assert families == [
        "2010 to 2013: documented",
        "from 2014: exceptional; too old to be used for 2025",
        "better in the later record",  # in which year practice changed, no source here tells
    ]
    alone = row_of(britain, "Detention of unaccompanied children, in law")
    assert alone == ["2010 to 2013: permitted", "from 2014: last resort", "for the better, 2014"]
    for name in ("Placement in care", "Guardian for an unaccompanied child", "School"):
        before, latest, change = row_of(britain, name)
        assert before.startswith("not recorded here before")
        assert latest.startswith("as of")
        assert change == "cannot be told"
    chronicle = " ".join(f"{line.lead} {line.text}" for line in britain.section("changed").items)
    for event in ("Yarl's Wood closes", "Immigration Act 2014", "Illegal Migration Act 2023"):
        assert event in chronicle


def test_a_value_is_never_told_for_a_year_to_come(atlas):
    told = row_of(atlas.brief("GBR", year=2013), "Detention of families, in law")
    assert told == ["nothing earlier recorded here", "2010 to 2013: permitted", "cannot be told"]


def test_where_it_stands_is_counted_over_all_destination_countries(britain, atlas):
    section = britain.section("standing")
    world = atlas.world(Child())
    peers = {
        iso3 for r in atlas.routes.values() for iso3, roles in r.roles().items()
        if "destination" in roles
    }  # fmt: skip
    assert f"Among {len(peers)} countries" in section.lines[0].text
    for row in section.table.rows:
        name, here, *counts = (cell.text for cell in row)
        if here == "not known":
            continue
        assert sum(map(int, counts)) + 1 == len(peers)
        if name == "1 Safe from violence, 2025":
            y = world.year_index(2025)
            levels = [int(world.levels[world.countries.index(p), 0, y]) for p in peers]
            mine = int(here[0])
            assert list(map(int, counts)) == [
                sum(level > mine for level in levels),
                levels.count(mine) - 1,
                sum(UNKNOWN < level < mine for level in levels),
                levels.count(UNKNOWN),
            ]


def test_a_level_that_rests_on_less_says_what_it_is_silent_of(britain):
    rows = {row[0].text: row[1].text for row in britain.section("standing").table.rows}
    assert rows["2 Not detained, child alone, 2024"] == "1, weak"
    now = rows["2 Not detained, child alone, 2025"]
    assert now == "2, partly (detention in practice not known)"


def test_a_broken_promise_names_both_facts(atlas):
    brief = atlas.brief(atlas.journey("channel"))
    items = [i for i in brief.section("promised").items if "Promised and not kept." in i.lead]
    assert items
    for item in items:
        assert "The facts, " in item.text
        act = [fact for fact in item.facts if fact.startswith(("treaties/", "compact_votes/"))]
        assert act
        assert len(item.facts) > len(act)
        assert len(set(item.notes)) >= 2


def test_practice_from_elsewhere_is_not_the_countrys_own(atlas):
    own = {one.title for one in atlas.practices(iso3="ITA")}
    told = {item.lead.removesuffix(".") for item in atlas.brief("ITA").section("worked").items}
    assert told
    assert not told & own


def test_checked_only_cites_no_source_that_is_only_named(atlas):
    for brief in (
        atlas.brief("GBR", checked_only=True),
        atlas.brief(atlas.journey("albania-uk"), checked_only=True),
    ):
        facts = {fact for line in brief for fact in line.facts}
        table = atlas.protection.facts.set_index("fact_id")
        assert not [fact for fact in facts if table.at[fact, "evidence"] == "named"]


def test_a_country_of_which_nothing_is_held_says_so(atlas):
    told = {section.name: section for section in atlas.brief("MYT").sections}
    assert "No level is known" in told["child"].lines[0].text
    assert all(row[1].text == "not recorded here" for row in told["changed"].table.rows)


def test_an_unknown_country_is_named_with_its_neighbours(atlas):
    with pytest.raises(UnknownNameError, match="GBX"):
        atlas.brief("GBX")


def changes_of(brief):
    return [f"{line.lead} {line.text}" for line in brief.section("changed").items]


def test_a_value_of_other_children_is_no_change(atlas):
    """Austria's school in 2024: one row on all children and one on those who seek asylum."""
    told = changes_of(atlas.brief(atlas.journey("afghanistan-europe")))
    assert not [one for one in told if one.startswith("Austria, school")]


def test_a_worsening_that_was_taken_back_is_told_in_turn(atlas):
    told = changes_of(atlas.brief(atlas.journey("belarus-eu", branch="lithuania")))
    law = next(one for one in told if one.startswith("Lithuania") and "in law" in one)
    assert law.index("last resort (") < law.index("permitted (") < law.rindex("last resort (")
    assert law.endswith("for the better.")


def test_the_atlas_judges_and_its_sources_do_not(atlas):
    """What a rule makes of facts is noted as the atlas's own, never as a source's words."""
    brief = atlas.brief("GBR")
    own = next(n for n, note in enumerate(brief.footnotes, start=1) if not note.source_id)
    row = next(row for row in brief.section("child").table.rows if row[0].text.startswith("2"))
    reason = row[2].said[0]
    assert "never to be in a child's best interests" in reason.text
    assert reason.notes == (own,)
